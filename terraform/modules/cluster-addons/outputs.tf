output "gateway_class" {
  description = "The GatewayClass that knative/gateway.yaml names."
  value       = "envoy"
  depends_on  = [helm_release.entry]
}

output "cluster_issuer" {
  description = "The ClusterIssuer that the Gateways of staging and prod name."
  value       = "letsencrypt"
  depends_on  = [helm_release.entry]
}

output "redpanda_operator" {
  description = "The operator of Redpanda and its version; null if Redpanda does not run on this cluster."
  value       = one([for release in helm_release.redpanda_operator : "${release.name} ${release.version}"])
}

output "postgres_operator" {
  description = "The operator of Postgres and its version; null if Postgres does not run on this cluster."
  value       = one([for release in helm_release.postgres_operator : "${release.name} ${release.version}"])
}
