terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "2.38.0"
    }
    redpanda = {
      source  = "redpanda-data/redpanda"
      version = "2.1.0"
    }
  }
}
