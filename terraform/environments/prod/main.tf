# For many people: Redpanda Dedicated, and a Postgres in two zones (Amazon RDS).

module "cluster_addons" {
  source            = "../../modules/cluster-addons"
  certificate_email = var.certificate_email
}

module "broker" {
  source = "../../modules/broker"
  kind   = "dedicated"
  name   = "perennial-prod"
  region = var.redpanda_region
  zones  = var.redpanda_zones
}

module "database" {
  source                  = "../../modules/database"
  owner_password          = module.identity.owner_password
  owner_password_revision = var.credentials_revision
  kind                    = "managed"
  name                    = "perennial-prod"
  storage_gib             = 100
  backup_days             = 35
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
  public_url              = "https://perennial.example.org"
}

module "budget" {
  source       = "../../modules/budget"
  namespace    = module.application.namespace
  pods         = 72
  monthly_usd  = 300
  alert_emails = var.alert_emails
}
