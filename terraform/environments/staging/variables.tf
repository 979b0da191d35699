variable "kubeconfig" {
  description = "The file that says how to reach the cluster, which exists already."
  type        = string
  default     = "~/.kube/config"
}

variable "kubeconfig_context" {
  description = "The context of this cluster in the file, so that no other one is changed by mistake."
  type        = string
}

variable "root_secret" {
  description = "What all passwords are derived from, from a vault, such as by TF_VAR_root_secret."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "credentials_revision" {
  description = "Raise it to change all passwords."
  type        = number
  default     = 1
}

variable "audit_keys" {
  description = "The keys of the audit trail, from a vault."
  type = object({
    payload_key = string
    signing_key = string
  })
  sensitive = true
  ephemeral = true
}

variable "channel_secrets" {
  description = "The credentials of mail and push, from a vault; none if they are not used."
  type = object({
    smtp_password        = optional(string)
    firebase_credentials = optional(string)
  })
  default   = {}
  sensitive = true
  ephemeral = true
}

variable "issuer" {
  description = "The OpenID Connect issuer whose tokens are accepted."
  type = object({
    url      = string
    audience = optional(string, "perennial")
    jwks_uri = string
  })
}

variable "certificate_email" {
  description = "The address that the certificate authority informs about certificates that are about to expire."
  type        = string
}

variable "authorities" {
  description = "The certificates, in PEM, of the authorities of Postgres and Kafka; README says where they are."
  type = object({
    database = optional(string, "")
    kafka    = optional(string, "")
  })
  default = {}
}

variable "region" {
  description = "The region of Amazon in which the database runs."
  type        = string
  default     = "eu-central-1"
}

variable "redpanda_region" {
  description = "The region of Redpanda's cloud."
  type        = string
  default     = "eu-central-1"
}

variable "vpc_id" {
  description = "The network of the cluster's nodes and of the database."
  type        = string
}

variable "subnet_ids" {
  description = "The private subnets for the database, in two zones at least."
  type        = list(string)
}

variable "nodes_cidr" {
  description = "The addresses of the cluster's nodes; overlays/ opens the way to the database for the same ones."
  type        = string
  default     = "10.40.0.0/16"
}

variable "alert_emails" {
  description = "Who is told when the budget is nearly spent."
  type        = list(string)
}
