variable "kind" {
  description = "Where Kafka runs: in-cluster (Redpanda by its operator), serverless or dedicated (Redpanda's cloud)."
  type        = string

  validation {
    condition     = contains(["in-cluster", "serverless", "dedicated"], var.kind)
    error_message = "The kind of broker must be in-cluster, serverless or dedicated."
  }
}

variable "name" {
  description = "The name of the Redpanda cluster, its network and its resource group."
  type        = string
  default     = "perennial"

  validation {
    condition     = can(regex("^[a-zA-Z0-9-]{3,128}$", var.name))
    error_message = "The name must have 3 to 128 letters, digits and hyphens."
  }
}

variable "region" {
  description = "The region of Redpanda's cloud: of AWS for dedicated, of Redpanda for serverless; unused in-cluster."
  type        = string
  default     = ""

  validation {
    condition     = var.kind == "in-cluster" || var.region != ""
    error_message = "A broker in Redpanda's cloud needs a region, such as eu-central-1."
  }
}

variable "zones" {
  description = "The availability zones of a dedicated cluster, one or three."
  type        = list(string)
  default     = []

  validation {
    condition     = var.kind != "dedicated" || contains([1, 3], length(var.zones))
    error_message = "A dedicated cluster has one zone or three, such as euc1-az1, euc1-az2 and euc1-az3."
  }
}

variable "network_cidr" {
  description = "The addresses of a dedicated cluster's own network; at least 2,048, which is a /21."
  type        = string
  default     = "10.41.0.0/20"

  validation {
    condition     = can(cidrhost(var.network_cidr, 0)) && tonumber(split("/", var.network_cidr)[1]) <= 21
    error_message = "The network must be a block of addresses of at least a /21, such as 10.41.0.0/20."
  }
}

variable "throughput_tier" {
  description = "The size of a dedicated cluster, by Redpanda's name of the tier."
  type        = string
  default     = "tier-1-aws-v2-arm"
}

variable "replicas" {
  description = "How many brokers run in-cluster; the topics have three replicas, so fewer than three are no choice."
  type        = number
  default     = 3

  validation {
    condition     = var.replicas >= 3 && var.replicas % 2 == 1
    error_message = "An odd number of at least three brokers is expected."
  }
}

variable "storage" {
  description = "The disk of each broker in-cluster; seven days of events have to fit."
  type        = string
  default     = "20Gi"

  validation {
    condition     = can(regex("^[1-9][0-9]*Gi$", var.storage))
    error_message = "The disk must be a number of gibibytes, such as 20Gi."
  }
}

variable "in_cluster" {
  description = "What has to be in the cluster before Redpanda: the Secret of its superusers, and its operator."
  type = object({
    superusers = string
    operator   = string
  })
  default = null

  validation {
    condition     = (var.kind == "in-cluster") == (var.in_cluster != null)
    error_message = "A broker in-cluster needs in_cluster, and only such a broker."
  }
}
