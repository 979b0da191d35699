variable "kind" {
  description = "Where Postgres runs: in-cluster (by its operator), serverless (Amazon Aurora) or managed (Amazon RDS)."
  type        = string

  validation {
    condition     = contains(["in-cluster", "serverless", "managed"], var.kind)
    error_message = "The kind of database must be in-cluster, serverless or managed."
  }
}

variable "name" {
  description = "The name of the database server at Amazon."
  type        = string
  default     = "perennial"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,50}[a-z0-9]$", var.name))
    error_message = "The name must have lower-case letters, digits and hyphens, a letter first and no hyphen last."
  }
}

variable "owner" {
  description = "The role that owns the schemas and creates the roles of the functions; no function logs in as this role."
  type        = string
  default     = "perennial"
}

variable "owner_password" {
  description = "The owner's password; it is written to the database server and to no state."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "owner_password_revision" {
  description = "Raise it to set a new password of the owner."
  type        = number
  default     = 1

  validation {
    condition     = var.owner_password_revision >= 1
    error_message = "The revision starts with 1 and only grows."
  }
}

variable "engine_version" {
  description = "The version of Postgres at Amazon."
  type        = string
  default     = "17.5"

  validation {
    condition     = can(regex("^1[7-9]\\.[0-9]+$", var.engine_version))
    error_message = "A version of Postgres from 17 on is expected, such as 17.5."
  }
}

variable "instance_class" {
  description = "The size of the managed server."
  type        = string
  default     = "db.t4g.medium"
}

variable "connections" {
  description = "How many connections the managed server accepts; overlays/prod limits the pods so that they need fewer."
  type        = number
  default     = 400

  validation {
    condition     = var.connections >= 100
    error_message = "At least the 100 connections that knative/ counts on are expected."
  }
}

variable "capacity_units" {
  description = "The size up to which the serverless server grows, in Aurora capacity units of 2 GiB of memory each."
  type        = number
  default     = 2

  validation {
    condition     = var.capacity_units >= 1 && var.capacity_units <= 256
    error_message = "1 to 256 capacity units are expected."
  }
}

variable "storage_gib" {
  description = "The disk of the server in gibibytes; the serverless one grows by itself."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gib >= 20
    error_message = "At least 20 GiB are expected, the least that Amazon offers."
  }
}

variable "backup_days" {
  description = "For how many days any moment can be restored at Amazon."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "Amazon keeps backups for 1 to 35 days."
  }
}

variable "vpc_id" {
  description = "The network of the server at Amazon; unused in-cluster."
  type        = string
  default     = ""

  validation {
    condition     = var.kind == "in-cluster" || startswith(var.vpc_id, "vpc-")
    error_message = "A server at Amazon needs the id of a network, such as vpc-0a1b2c."
  }
}

variable "subnet_ids" {
  description = "The private subnets of the server at Amazon, in two zones at least; unused in-cluster."
  type        = list(string)
  default     = []

  validation {
    condition     = var.kind == "in-cluster" || length(var.subnet_ids) >= 2
    error_message = "A server at Amazon needs subnets in at least two zones."
  }
}

variable "nodes_cidr" {
  description = "The addresses of the cluster's nodes, the only ones that reach the server; as in the policies of overlays/."
  type        = string
  default     = "10.40.0.0/16"

  validation {
    condition     = can(cidrhost(var.nodes_cidr, 0)) && var.nodes_cidr != "0.0.0.0/0"
    error_message = "A block of addresses is expected, such as 10.40.0.0/16, and not the whole internet."
  }
}

variable "in_cluster" {
  description = "What has to be in the cluster before Postgres: the Secret of its owner, and its operator."
  type = object({
    owner    = string
    operator = string
  })
  default = null

  validation {
    condition     = (var.kind == "in-cluster") == (var.in_cluster != null)
    error_message = "A database in-cluster needs in_cluster, and only such a database."
  }
}
