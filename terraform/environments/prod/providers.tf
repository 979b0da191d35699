provider "kubernetes" {
  config_path    = var.kubeconfig
  config_context = var.kubeconfig_context
}

provider "helm" {
  kubernetes = {
    config_path    = var.kubeconfig
    config_context = var.kubeconfig_context
  }
}

# Its credentials are read from REDPANDA_CLIENT_ID and REDPANDA_CLIENT_SECRET.
provider "redpanda" {}

# Its credentials are read from the environment.
provider "aws" {
  region = var.region

  default_tags {
    tags = {
      application = "perennial"
      environment = "prod"
    }
  }
}
