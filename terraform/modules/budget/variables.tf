variable "namespace" {
  description = "The namespace of the functions, from the module application."
  type        = string
}

variable "pods" {
  description = "How many pods the functions may have together; more than the sum of their max-scale, for new revisions."
  type        = number

  validation {
    condition     = var.pods >= 22
    error_message = "At least 22 pods are expected: twice what knative/ scales to, so that a release can replace all pods."
  }
}

variable "monthly_usd" {
  description = "What a month at Amazon may cost in US dollars; null if nothing of this environment runs there."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_usd == null || coalesce(var.monthly_usd, 0) > 0
    error_message = "The budget must be above 0 US dollars, or null."
  }
}

variable "alert_emails" {
  description = "Who gets a mail at 80 % of the budget, and when more than the budget is forecast."
  type        = list(string)
  default     = []

  validation {
    condition     = var.monthly_usd == null || length(var.alert_emails) > 0
    error_message = "A budget needs at least one address that is told."
  }
}
