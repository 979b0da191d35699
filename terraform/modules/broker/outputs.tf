output "KAFKA_BOOTSTRAP_SERVERS" {
  description = "The addresses of Kafka, for the key of this name in the ConfigMap perennial."
  value       = join(",", local.seed_brokers)
}

output "cluster_api_url" {
  description = "Where users and permissions are made in Redpanda's cloud; null in-cluster, where the operator makes them."
  value       = local.cluster_api_url
}

output "topics" {
  description = "The names of the topics that this module made; none in-cluster, where the operator makes them."
  value       = sort(keys(redpanda_topic.this))
}
