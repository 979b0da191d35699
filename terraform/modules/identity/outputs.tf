output "owner_password" {
  description = "The password of the owner, for the module database; in no state."
  value       = local.database_passwords["owner"]
  sensitive   = true
  ephemeral   = true
}

output "secret_keys" {
  description = "The keys of each Secret of the functions' namespace that this module fills in, without the optional ones."
  value = merge(
    {
      for name in local.functions : name => sort(concat(
        ["database-password", "kafka-password"],
        name == "audit-sink" ? ["payload-key", "signing-key"] : [],
      ))
    },
    { for name in local.data_plane : name => sort(concat(["password", "protocol", "sasl.mechanism", "user"], var.authorities.kafka == "" ? [] : ["ca.crt"])) },
    { database-owner = ["password", "username"] },
  )
}

output "users" {
  description = "The users of Kafka that this module made in Redpanda's cloud; none where the operator makes them."
  value       = sort(keys(redpanda_user.this))
}

output "superusers" {
  description = "The Secret of Redpanda's superusers; null if Redpanda does not run on this cluster."
  value       = one([for secret in kubernetes_secret_v1.superuser : secret.metadata[0].name])
}

output "owner_secrets" {
  description = "The Secrets with the owner's password, by namespace."
  value       = { for namespace, secret in kubernetes_secret_v1.owner : namespace => secret.metadata[0].name }
}

output "permissions" {
  description = "What each user may do in Redpanda's cloud, as `user operation kind name`; none where the operator makes them."
  value       = sort([for acl in redpanda_acl.this : join(" ", [trimprefix(acl.principal, "User:"), acl.operation, acl.resource_type, acl.resource_name])])
}
