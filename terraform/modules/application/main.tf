# The place of the application on a cluster, and what its ConfigMap has to say. The rest is applied with kubectl from
# overlays/, which is also what ./run reads.

locals {
  labels = {
    "pod-security.kubernetes.io/enforce" = "restricted"
    "pod-security.kubernetes.io/audit"   = "restricted"
    "pod-security.kubernetes.io/warn"    = "restricted"
  }
  configuration = {
    DATABASE_URL            = var.DATABASE_URL
    KAFKA_BOOTSTRAP_SERVERS = var.KAFKA_BOOTSTRAP_SERVERS
    OIDC_ISSUER             = var.issuer.url
    OIDC_AUDIENCE           = var.issuer.audience
    OIDC_JWKS_URI           = var.issuer.jwks_uri
    PUBLIC_URL              = var.public_url
  }
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name   = "perennial"
    labels = local.labels
  }
}

# The namespaces of Redpanda and Postgres, where they run on this cluster: their Secrets come before them.
resource "kubernetes_namespace_v1" "infrastructure" {
  for_each = var.infrastructure_namespaces

  metadata {
    name = each.key
  }
}
