# Postgres. The schemas, the roles of the functions and what each may do are made by the migration (knative/migration.yaml),
# which runs as the owner that this module creates.

locals {
  host = one(concat(
    aws_rds_cluster.this[*].endpoint,
    aws_db_instance.this[*].address,
    var.kind == "in-cluster" ? ["perennial-rw.postgres.svc.cluster.local"] : [],
  ))
  in_aws = var.kind != "in-cluster"
}

resource "helm_release" "postgres" {
  count            = var.kind == "in-cluster" ? 1 : 0
  name             = "postgres"
  chart            = "${path.module}/charts/postgres"
  namespace        = "postgres"
  create_namespace = true
  atomic           = true
  timeout          = 900
  set = [
    { name = "storage", value = "${var.storage_gib}Gi" },
    # These two must be there before.
    { name = "owner", value = var.in_cluster.owner },
    { name = "operator", value = var.in_cluster.operator },
  ]
}

resource "aws_db_subnet_group" "this" {
  count      = local.in_aws ? 1 : 0
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  count       = local.in_aws ? 1 : 0
  name        = "${var.name}-database"
  description = "Postgres of Perennial, for the nodes of the cluster only"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "nodes" {
  count             = local.in_aws ? 1 : 0
  security_group_id = aws_security_group.this[0].id
  description       = "Postgres from the nodes of the cluster"
  cidr_ipv4         = var.nodes_cidr
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}

# Pauses when there are no connections for a while, and starts again with the first one.
resource "aws_rds_cluster" "this" {
  count                        = var.kind == "serverless" ? 1 : 0
  cluster_identifier           = var.name
  engine                       = "aurora-postgresql"
  engine_mode                  = "provisioned"
  engine_version               = var.engine_version
  database_name                = "perennial"
  master_username              = var.owner
  master_password_wo           = var.owner_password
  master_password_wo_version   = var.owner_password_revision
  db_subnet_group_name         = aws_db_subnet_group.this[0].name
  vpc_security_group_ids       = [aws_security_group.this[0].id]
  storage_encrypted            = true
  backup_retention_period      = var.backup_days
  deletion_protection          = true
  skip_final_snapshot          = false
  final_snapshot_identifier    = "${var.name}-final"
  performance_insights_enabled = false

  serverlessv2_scaling_configuration {
    min_capacity             = 0
    max_capacity             = var.capacity_units
    seconds_until_auto_pause = 300
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_rds_cluster_instance" "this" {
  count              = var.kind == "serverless" ? 1 : 0
  identifier         = "${var.name}-1"
  cluster_identifier = aws_rds_cluster.this[0].id
  engine             = aws_rds_cluster.this[0].engine
  engine_version     = aws_rds_cluster.this[0].engine_version
  instance_class     = "db.serverless"
}

# Connections without TLS are refused, and there are as many as overlays/prod counts on.
resource "aws_db_parameter_group" "this" {
  count  = var.kind == "managed" ? 1 : 0
  name   = var.name
  family = "postgres${split(".", var.engine_version)[0]}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name         = "max_connections"
    value        = tostring(var.connections)
    apply_method = "pending-reboot"
  }
}

resource "aws_db_instance" "this" {
  count                     = var.kind == "managed" ? 1 : 0
  identifier                = var.name
  engine                    = "postgres"
  engine_version            = var.engine_version
  instance_class            = var.instance_class
  allocated_storage         = var.storage_gib
  storage_type              = "gp3"
  storage_encrypted         = true
  multi_az                  = true
  db_name                   = "perennial"
  username                  = var.owner
  password_wo               = var.owner_password
  password_wo_version       = var.owner_password_revision
  db_subnet_group_name      = aws_db_subnet_group.this[0].name
  vpc_security_group_ids    = [aws_security_group.this[0].id]
  parameter_group_name      = aws_db_parameter_group.this[0].name
  publicly_accessible       = false
  backup_retention_period   = var.backup_days
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-final"

  lifecycle {
    prevent_destroy = true
  }
}
