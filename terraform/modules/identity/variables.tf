variable "root_secret" {
  description = "What all passwords are derived from; kept in a vault and given with each run, such as by TF_VAR_root_secret."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = length(var.root_secret) >= 43
    error_message = "The root secret needs at least 43 characters, such as from `openssl rand -base64 32`."
  }
}

variable "credentials_revision" {
  description = "Raise it to change all passwords; then run the migration and restart the functions (docs/operations.md)."
  type        = number
  default     = 1

  validation {
    condition     = var.credentials_revision >= 1 && floor(var.credentials_revision) == var.credentials_revision
    error_message = "The revision starts with 1 and only grows."
  }
}

variable "audit_keys" {
  description = "The keys of the audit trail, which outlive every cluster: keep them in a vault (docs/audit.md)."
  type = object({
    payload_key = string
    signing_key = string
  })
  sensitive = true
  ephemeral = true

  validation {
    condition     = can(regex("^[A-Za-z0-9+/]{43}=$", var.audit_keys.payload_key))
    error_message = "The payload key must be 32 bytes in Base64, such as from `openssl rand -base64 32`."
  }

  validation {
    condition     = can(regex("^MC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{43}$", var.audit_keys.signing_key))
    error_message = "The signing key must be an Ed25519 key in PKCS #8 (DER) and Base64, as docs/operations.md makes one."
  }
}

variable "channel_secrets" {
  description = "The credentials of mail and push, for the Secret reminder-dispatch; null for what is not used."
  type = object({
    smtp_password        = optional(string)
    firebase_credentials = optional(string)
  })
  default   = {}
  sensitive = true
  ephemeral = true
}

variable "namespace" {
  description = "The namespace of the functions, from the module application."
  type        = string
}

variable "infrastructure_namespaces" {
  description = "The namespaces of Redpanda and Postgres on this cluster, from the module application."
  type        = map(string)
  default     = {}
}

variable "owner" {
  description = "The role as which the migration runs."
  type        = string
  default     = "perennial"
}

variable "in_redpanda_cloud" {
  description = "Whether users and permissions are made in Redpanda's cloud; otherwise its operator makes them."
  type        = bool
}

variable "cluster_api_url" {
  description = "Where they are made, from the module broker; null for the operator."
  type        = string
  default     = null
}

variable "authorities" {
  description = "The certificates, in PEM, of the authorities that signed those of Postgres and Kafka; empty until they are known."
  type = object({
    database = optional(string, "")
    kafka    = optional(string, "")
  })
  default = {}

  validation {
    condition     = alltrue([for pem in values(var.authorities) : pem == "" || startswith(pem, "-----BEGIN CERTIFICATE-----")])
    error_message = "Certificates in PEM are expected."
  }
}
