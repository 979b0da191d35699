# The bucket is given with `terraform init -backend-config=bucket=NAME`. It should be encrypted and keep versions.
terraform {
  backend "s3" {
    key          = "perennial/staging.tfstate"
    region       = "eu-central-1"
    use_lockfile = true
  }
}
