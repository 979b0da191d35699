variable "versions" {
  description = "The version of each part; Knative's are those against which the YAML is checked."
  type = object({
    knative_operator  = optional(string, "v1.22.0")
    knative_serving   = optional(string, "1.23.0")
    knative_eventing  = optional(string, "1.22.2")
    knative_kafka     = optional(string, "1.23.0")
    cert_manager      = optional(string, "v1.18.2")
    envoy_gateway     = optional(string, "v1.5.0")
    redpanda_operator = optional(string, "26.2.2")
    postgres_operator = optional(string, "0.26.0")
  })
  default = {}

  validation {
    condition     = alltrue([for version in values(var.versions) : can(regex("^v?[0-9]+\\.[0-9]+\\.[0-9]+$", version))])
    error_message = "Each version must be complete, such as 1.23.0: a range could change a cluster without a change here."
  }
}

variable "idle" {
  description = "How long a function stays without requests before Knative stops it, such as 60s."
  type        = string
  default     = "60s"

  validation {
    condition     = can(regex("^([6-9]|[1-9][0-9]|[1-9][0-9][0-9])s$", var.idle))
    error_message = "The idle time must be 6s to 999s: Knative accepts no shorter one."
  }
}

variable "certificate_email" {
  description = "The address that the certificate authority informs about certificates that are about to expire."
  type        = string

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+$", var.certificate_email))
    error_message = "A mail address is expected, such as operations@example.org."
  }
}

variable "in_cluster_broker" {
  description = "Whether Redpanda runs on this cluster, and so needs its operator."
  type        = bool
  default     = false
}

variable "in_cluster_database" {
  description = "Whether Postgres runs on this cluster, and so needs its operator."
  type        = bool
  default     = false
}
