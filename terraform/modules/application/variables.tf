# These two have the names of the keys that they become.
variable "DATABASE_URL" {
  description = "The JDBC URL of Postgres, from the module database."
  type        = string

  validation {
    condition     = startswith(var.DATABASE_URL, "jdbc:postgresql://")
    error_message = "A JDBC URL is expected, such as jdbc:postgresql://host:5432/perennial."
  }
}

variable "KAFKA_BOOTSTRAP_SERVERS" {
  description = "The addresses of Kafka, separated by commas, from the module broker."
  type        = string

  validation {
    condition     = alltrue([for server in split(",", var.KAFKA_BOOTSTRAP_SERVERS) : can(regex("^[^:]+:[0-9]+$", server))])
    error_message = "Each address of Kafka must be a host and a port, such as broker.example.org:9092."
  }
}

variable "issuer" {
  description = "The OpenID Connect issuer whose tokens are accepted: its URL, the audience of the tokens, and its keys."
  type = object({
    url      = string
    audience = optional(string, "perennial")
    jwks_uri = string
  })

  validation {
    condition     = startswith(var.issuer.url, "https://") && startswith(var.issuer.jwks_uri, "https://")
    error_message = "The URLs of the issuer and of its keys must start with https://."
  }
}

variable "public_url" {
  description = "The public address of the API, which mails link to."
  type        = string

  validation {
    condition     = can(regex("^https://[^/]+$", var.public_url))
    error_message = "An address without a path is expected, such as https://perennial.example.org."
  }
}

variable "infrastructure_namespaces" {
  description = "The namespaces that Redpanda and Postgres get, where they run on this cluster."
  type        = set(string)
  default     = []
}
