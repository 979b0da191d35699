# Who may log in where. All passwords are derived from one root secret that is given with each run and is in no state: so
# a run that ended half-way is completed with the same passwords, and a new revision changes all of them.

locals {
  functions = toset(["task-api", "on-completed-recurrence", "audit-sink", "reminder-dispatch", "reminder-scheduler", "sync-push", "task-insights", "operations", "usage"])

  # The users of Kafka and what they may do, from the file that the operator of Redpanda and ./run read.
  users = {
    for document in split("\n---\n", file("${path.module}/../../../eventing/users.yaml")) :
    yamldecode(document).metadata.name => yamldecode(document).spec
  }
  data_plane = setsubtract(keys(local.users), local.functions)
  cloud      = var.in_redpanda_cloud ? local.users : {}

  acls = merge([
    for user, spec in local.cloud : merge([
      for acl in spec.authorization.acls : {
        for operation in acl.operations :
        join("/", [user, acl.resource.type, acl.resource.type == "cluster" ? "kafka-cluster" : acl.resource.name, operation]) => {
          user      = user
          type      = upper(acl.resource.type)
          name      = acl.resource.type == "cluster" ? "kafka-cluster" : acl.resource.name
          pattern   = upper(try(acl.resource.patternType, "literal"))
          operation = upper(replace(operation, "/([a-z])([A-Z])/", "$1_$2"))
        }
      }
    ]...)
  ]...)

  database_passwords = {
    for role in setunion(local.functions, ["owner"]) :
    role => sha256("${var.root_secret}/database/${role}/${var.credentials_revision}")
  }
  kafka_passwords = {
    for user in keys(local.users) : user => sha256("${var.root_secret}/kafka/${user}/${var.credentials_revision}")
  }

  # What a function has besides its passwords.
  keys = {
    audit-sink = {
      payload-key = var.audit_keys.payload_key
      signing-key = var.audit_keys.signing_key
    }
    reminder-dispatch = { for key, value in {
      "smtp-password"             = var.channel_secrets.smtp_password
      "firebase-credentials.json" = var.channel_secrets.firebase_credentials
    } : key => value if value != null }
  }
}

resource "kubernetes_secret_v1" "function" {
  for_each = local.functions

  metadata {
    name      = each.key
    namespace = var.namespace
  }

  data_wo = merge(
    {
      database-password = local.database_passwords[each.key]
      kafka-password    = local.kafka_passwords[each.key]
    },
    lookup(local.keys, each.key, {}),
  )
  data_wo_revision = var.credentials_revision

  lifecycle {
    prevent_destroy = true
  }
}

resource "kubernetes_secret_v1" "data_plane" {
  for_each = local.data_plane

  metadata {
    name      = each.key
    namespace = var.namespace
  }

  data_wo = merge(
    {
      "protocol"       = "SASL_SSL"
      "sasl.mechanism" = "SCRAM-SHA-512"
      "user"           = each.key
      "password"       = local.kafka_passwords[each.key]
    },
    var.authorities.kafka == "" ? {} : { "ca.crt" = var.authorities.kafka },
  )
  data_wo_revision = var.credentials_revision
}

# Whom the functions trust; not a secret.
resource "kubernetes_config_map_v1" "authorities" {
  metadata {
    name      = "authorities"
    namespace = var.namespace
  }

  data = { for name, pem in var.authorities : "${name}.pem" => pem if pem != "" }
}

# The migration runs as the owner; where Postgres runs on the cluster, its operator reads the same Secret.
resource "kubernetes_secret_v1" "owner" {
  for_each = toset(concat(["perennial"], contains(keys(var.infrastructure_namespaces), "postgres") ? ["postgres"] : []))

  metadata {
    name      = "database-owner"
    namespace = each.key == "perennial" ? var.namespace : var.infrastructure_namespaces[each.key]
  }

  type = "kubernetes.io/basic-auth"
  data_wo = {
    username = var.owner
    password = local.database_passwords["owner"]
  }
  data_wo_revision = var.credentials_revision
}

# With this user the operator of Redpanda makes all others.
resource "kubernetes_secret_v1" "superuser" {
  for_each = toset(contains(keys(var.infrastructure_namespaces), "redpanda") ? ["redpanda"] : [])

  metadata {
    name      = "redpanda-superusers"
    namespace = var.infrastructure_namespaces[each.key]
  }

  data_wo = {
    "users.txt" = "operator:${sha256("${var.root_secret}/kafka/operator/${var.credentials_revision}")}:SCRAM-SHA-512"
  }
  data_wo_revision = var.credentials_revision
}

resource "redpanda_user" "this" {
  for_each            = local.cloud
  cluster_api_url     = var.cluster_api_url
  name                = each.key
  mechanism           = "scram-sha-512"
  password_wo         = local.kafka_passwords[each.key]
  password_wo_version = var.credentials_revision
  allow_deletion      = true
}

resource "redpanda_acl" "this" {
  for_each              = local.acls
  cluster_api_url       = var.cluster_api_url
  principal             = "User:${redpanda_user.this[each.value.user].name}"
  host                  = "*"
  permission_type       = "ALLOW"
  resource_type         = each.value.type
  resource_name         = each.value.name
  resource_pattern_type = each.value.pattern
  operation             = each.value.operation
  allow_deletion        = true
}
