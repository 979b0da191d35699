@NullMarked
package dev.perennial.local.cron;

import org.jspecify.annotations.NullMarked;
