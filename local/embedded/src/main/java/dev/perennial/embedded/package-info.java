/**
 * Real servers on the loopback address: Postgres and Kafka as child processes of this JVM, and SMTP
 * in it.
 */
@NullMarked
package dev.perennial.embedded;

import org.jspecify.annotations.NullMarked;
