# One cluster for everything: Redpanda and Postgres run on it, by their operators.

module "cluster_addons" {
  source              = "../../modules/cluster-addons"
  certificate_email   = var.certificate_email
  in_cluster_broker   = true
  in_cluster_database = true
}

module "broker" {
  source = "../../modules/broker"
  kind   = "in-cluster"
  in_cluster = {
    superusers = module.identity.superusers
    operator   = module.cluster_addons.redpanda_operator
  }
}

module "database" {
  source                  = "../../modules/database"
  owner_password          = module.identity.owner_password
  owner_password_revision = var.credentials_revision
  kind                    = "in-cluster"
  in_cluster = {
    owner    = module.identity.owner_secrets["postgres"]
    operator = module.cluster_addons.postgres_operator
  }
}

module "identity" {
  source                    = "../../modules/identity"
  namespace                 = module.application.namespace
  infrastructure_namespaces = module.application.infrastructure_namespaces
  root_secret               = var.root_secret
  credentials_revision      = var.credentials_revision
  audit_keys                = var.audit_keys
  channel_secrets           = var.channel_secrets
  in_redpanda_cloud         = false
  authorities               = var.authorities
}

module "application" {
  source                    = "../../modules/application"
  DATABASE_URL              = module.database.DATABASE_URL
  KAFKA_BOOTSTRAP_SERVERS   = module.broker.KAFKA_BOOTSTRAP_SERVERS
  issuer                    = var.issuer
  public_url                = "https://perennial.localhost"
  infrastructure_namespaces = ["postgres", "redpanda"]
}

module "budget" {
  source    = "../../modules/budget"
  namespace = module.application.namespace
  pods      = 22
}
