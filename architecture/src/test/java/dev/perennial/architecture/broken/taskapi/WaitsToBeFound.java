package dev.perennial.architecture.broken.taskapi;

import org.springframework.stereotype.Component;

@Component
class WaitsToBeFound {}
