output "configuration" {
  description = "The data of the ConfigMap perennial."
  value       = local.configuration
}

output "configuration_env" {
  description = "The same as the lines of configuration.env in overlays/."
  value       = join("", [for key, value in local.configuration : "${key}=${value}\n"])
}

output "namespace" {
  description = "The namespace of the functions."
  value       = kubernetes_namespace_v1.this.metadata[0].name
}

output "infrastructure_namespaces" {
  description = "The namespaces of Redpanda and Postgres, by name."
  value       = { for name, namespace in kubernetes_namespace_v1.infrastructure : name => namespace.metadata[0].name }
}
