# Two limits against surprises: how many pods there may be, and a mail before the month costs more than planned.

resource "kubernetes_resource_quota_v1" "this" {
  metadata {
    name      = "perennial"
    namespace = var.namespace
  }

  spec {
    hard = {
      pods = tostring(var.pods)
    }
  }
}

resource "aws_budgets_budget" "this" {
  count        = var.monthly_usd == null ? 0 : 1
  name         = "perennial"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.alert_emails
    }
  }
}
