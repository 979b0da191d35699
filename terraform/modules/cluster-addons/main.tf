# What has to run on a cluster before knative/ and eventing/ can be applied. Custom resources are installed as charts of
# this folder: the provider of Kubernetes could not plan a resource whose definition is installed in the same run.

resource "helm_release" "knative_operator" {
  name             = "knative-operator"
  repository       = "https://knative.github.io/operator"
  chart            = "knative-operator"
  version          = var.versions.knative_operator
  namespace        = "knative-operator"
  create_namespace = true
  atomic           = true
}

resource "helm_release" "knative" {
  name       = "knative"
  chart      = "${path.module}/charts/knative"
  namespace  = "knative-operator"
  atomic     = true
  depends_on = [helm_release.knative_operator]
  set = [
    { name = "serving.version", value = var.versions.knative_serving },
    { name = "eventing.version", value = var.versions.knative_eventing },
    { name = "kafka.version", value = var.versions.knative_kafka },
    { name = "idle", value = var.idle },
  ]
}

resource "helm_release" "cert_manager" {
  name             = "cert-manager"
  repository       = "https://charts.jetstack.io"
  chart            = "cert-manager"
  version          = var.versions.cert_manager
  namespace        = "cert-manager"
  create_namespace = true
  atomic           = true
  set = [
    { name = "crds.enabled", value = "true" },
    { name = "config.enableGatewayAPI", value = "true" },
  ]
}

resource "helm_release" "gateway" {
  name             = "envoy-gateway"
  repository       = "oci://docker.io/envoyproxy"
  chart            = "gateway-helm"
  version          = var.versions.envoy_gateway
  namespace        = "envoy-gateway-system"
  create_namespace = true
  atomic           = true
}

resource "helm_release" "entry" {
  name       = "entry"
  chart      = "${path.module}/charts/entry"
  namespace  = "envoy-gateway-system"
  atomic     = true
  depends_on = [helm_release.cert_manager, helm_release.gateway]
  set        = [{ name = "email", value = var.certificate_email }]
}

resource "helm_release" "redpanda_operator" {
  count            = var.in_cluster_broker ? 1 : 0
  name             = "redpanda-operator"
  repository       = "https://charts.redpanda.com"
  chart            = "operator"
  version          = var.versions.redpanda_operator
  namespace        = "redpanda"
  create_namespace = true
  atomic           = true
  set = [
    { name = "crds.enabled", value = "true" },
  ]
  depends_on = [helm_release.cert_manager]
}

resource "helm_release" "postgres_operator" {
  count            = var.in_cluster_database ? 1 : 0
  name             = "cloudnative-pg"
  repository       = "https://cloudnative-pg.github.io/charts"
  chart            = "cloudnative-pg"
  version          = var.versions.postgres_operator
  namespace        = "cnpg-system"
  create_namespace = true
  atomic           = true
}
