# Pays for use only: Redpanda Serverless, and a Postgres that pauses (Amazon Aurora).

module "cluster_addons" {
  source            = "../../modules/cluster-addons"
  certificate_email = var.certificate_email
}

module "broker" {
  source = "../../modules/broker"
  kind   = "serverless"
  name   = "perennial-staging"
  region = var.redpanda_region
}

module "database" {
  source                  = "../../modules/database"
  owner_password          = module.identity.owner_password
  owner_password_revision = var.credentials_revision
  kind                    = "serverless"
  name                    = "perennial-staging"
  vpc_id                  = var.vpc_id
  subnet_ids              = var.subnet_ids
  nodes_cidr              = var.nodes_cidr
}

module "identity" {
  source               = "../../modules/identity"
  namespace            = module.application.namespace
  root_secret          = var.root_secret
  credentials_revision = var.credentials_revision
  audit_keys           = var.audit_keys
  channel_secrets      = var.channel_secrets
  in_redpanda_cloud    = true
  cluster_api_url      = module.broker.cluster_api_url
  authorities          = var.authorities
}

module "application" {
  source                  = "../../modules/application"
  DATABASE_URL            = module.database.DATABASE_URL
  KAFKA_BOOTSTRAP_SERVERS = module.broker.KAFKA_BOOTSTRAP_SERVERS
  issuer                  = var.issuer
  public_url              = "https://staging.perennial.example.org"
}

module "budget" {
  source       = "../../modules/budget"
  namespace    = module.application.namespace
  pods         = 22
  monthly_usd  = 100
  alert_emails = var.alert_emails
}
