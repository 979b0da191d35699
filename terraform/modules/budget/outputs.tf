output "pods" {
  description = "How many pods the functions may have together."
  value       = var.pods
}
