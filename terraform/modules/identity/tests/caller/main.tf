# A caller of the module: a test cannot run it alone, because one of its outputs is in no state.

variable "root_secret" {
  description = "As in the module."
  type        = string
  ephemeral   = true
}

variable "audit_keys" {
  description = "As in the module."
  type        = object({ payload_key = string, signing_key = string })
  ephemeral   = true
}

variable "in_redpanda_cloud" {
  description = "As in the module."
  type        = bool
}

variable "infrastructure_namespaces" {
  description = "As in the module."
  type        = map(string)
  default     = {}
}

module "identity" {
  source                    = "../.."
  namespace                 = "perennial"
  in_redpanda_cloud         = var.in_redpanda_cloud
  cluster_api_url           = "https://api.example.org"
  infrastructure_namespaces = var.infrastructure_namespaces
  root_secret               = var.root_secret
  audit_keys                = var.audit_keys
}

output "made" {
  description = "What the module made, without the password."
  value = {
    users         = module.identity.users
    permissions   = module.identity.permissions
    secret_keys   = module.identity.secret_keys
    superusers    = module.identity.superusers
    owner_secrets = module.identity.owner_secrets
  }
}
