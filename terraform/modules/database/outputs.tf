output "DATABASE_URL" {
  description = "The JDBC URL of the database, for the key of this name in the ConfigMap perennial."
  value       = "jdbc:postgresql://${local.host}:5432/perennial"
}

output "owner" {
  description = "The role as which the migration runs, for the key username of the Secret database-owner."
  value       = var.owner
}
