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

# Nothing of this environment is in Redpanda's cloud or at Amazon. The modules know both, so both are configured, with
# credentials that are never used.
provider "redpanda" {
  access_token = "unused"
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "unused"
  secret_key                  = "unused"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
