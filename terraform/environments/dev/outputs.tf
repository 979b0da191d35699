output "configuration_env" {
  description = "What overlays/dev/configuration.env has to contain."
  value       = module.application.configuration_env
}

output "configuration" {
  description = "The data of the ConfigMap perennial."
  value       = module.application.configuration
}

output "secret_keys" {
  description = "The keys of each Secret that is filled in."
  value       = module.identity.secret_keys
}
