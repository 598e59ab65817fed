// Whoever reads a counter of the messaging needs its `value`, and nothing else of that module.
@_exported public import Telemetry
