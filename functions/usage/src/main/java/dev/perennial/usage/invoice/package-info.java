/** Invoices of a month, and the proof that nothing is missing in them. */
@NullMarked
package dev.perennial.usage.invoice;

import org.jspecify.annotations.NullMarked;
