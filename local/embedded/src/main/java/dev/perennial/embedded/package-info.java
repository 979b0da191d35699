/** Postgres and Kafka as child processes of this JVM, on free ports of the loopback address. */
@NullMarked
package dev.perennial.embedded;

import org.jspecify.annotations.NullMarked;
