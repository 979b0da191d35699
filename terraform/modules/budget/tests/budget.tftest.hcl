variables {
  namespace = "perennial"
  pods      = 22
}

run "without_a_sum_there_is_a_quota_only" {
  command = plan

  assert {
    condition     = length(aws_budgets_budget.this) == 0 && kubernetes_resource_quota_v1.this.spec[0].hard["pods"] == "22"
    error_message = "A budget is made without a sum, or pods are not limited."
  }
}

run "somebody_is_told_before_the_sum_is_spent" {
  command = plan

  variables {
    monthly_usd  = 300
    alert_emails = ["operations@example.org"]
  }

  assert {
    condition     = aws_budgets_budget.this[0].limit_amount == "300" && length(aws_budgets_budget.this[0].notification) == 2
    error_message = "The budget has another sum, or does not tell twice."
  }
}

run "a_budget_that_tells_nobody_is_refused" {
  command = plan

  variables {
    monthly_usd = 300
  }

  expect_failures = [var.alert_emails]
}

run "too_few_pods_for_a_release_are_refused" {
  command = plan

  variables {
    pods = 11
  }

  expect_failures = [var.pods]
}
