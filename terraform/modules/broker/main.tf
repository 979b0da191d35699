# Kafka. The topics are those of eventing/topics.yaml in every environment: on a cluster the operator of Redpanda makes
# them from that file, in Redpanda's cloud this module does.

locals {
  declared = [
    for document in split("\n---\n", file("${path.module}/../../../eventing/topics.yaml")) : yamldecode(document)
  ]
  topics = { for topic in local.declared : topic.metadata.name => topic.spec }
  # The topic of the Broker is made by Knative, whose user may create it (eventing/users.yaml).
  cloud_topics = var.kind == "in-cluster" ? {} : local.topics

  cluster_api_url = one(concat(
    redpanda_serverless_cluster.this[*].dataplane_api.url,
    redpanda_cluster.this[*].dataplane_api.url,
  ))
  seed_brokers = one(concat(
    redpanda_serverless_cluster.this[*].kafka_api.seed_brokers,
    redpanda_cluster.this[*].kafka_api.seed_brokers,
    var.kind == "in-cluster" ? [["redpanda.redpanda.svc.cluster.local:9093"]] : [],
  ))
}

resource "helm_release" "redpanda" {
  count            = var.kind == "in-cluster" ? 1 : 0
  name             = "redpanda"
  chart            = "${path.module}/charts/redpanda"
  namespace        = "redpanda"
  create_namespace = true
  atomic           = true
  timeout          = 900
  set = [
    { name = "replicas", value = tostring(var.replicas) },
    { name = "storage", value = var.storage },
    # These two must be there before.
    { name = "superusers", value = var.in_cluster.superusers },
    { name = "operator", value = var.in_cluster.operator },
  ]
}

resource "redpanda_resource_group" "this" {
  count = var.kind == "in-cluster" ? 0 : 1
  name  = var.name
}

resource "redpanda_serverless_cluster" "this" {
  count             = var.kind == "serverless" ? 1 : 0
  name              = var.name
  resource_group_id = redpanda_resource_group.this[0].id
  serverless_region = var.region

  lifecycle {
    prevent_destroy = true
  }
}

resource "redpanda_network" "this" {
  count             = var.kind == "dedicated" ? 1 : 0
  name              = var.name
  resource_group_id = redpanda_resource_group.this[0].id
  cloud_provider    = "aws"
  region            = var.region
  cluster_type      = "dedicated"
  cidr_block        = var.network_cidr
}

resource "redpanda_cluster" "this" {
  count             = var.kind == "dedicated" ? 1 : 0
  name              = var.name
  resource_group_id = redpanda_resource_group.this[0].id
  network_id        = redpanda_network.this[0].id
  cloud_provider    = "aws"
  region            = var.region
  zones             = var.zones
  cluster_type      = "dedicated"
  connection_type   = "public"
  throughput_tier   = var.throughput_tier

  lifecycle {
    prevent_destroy = true
  }
}

resource "redpanda_topic" "this" {
  for_each           = local.cloud_topics
  cluster_api_url    = local.cluster_api_url
  name               = each.key
  partition_count    = each.value.partitions
  replication_factor = each.value.replicationFactor
  configuration      = each.value.additionalConfig

  lifecycle {
    prevent_destroy = true
  }
}
