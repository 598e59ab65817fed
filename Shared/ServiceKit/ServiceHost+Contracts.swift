import Contracts
import Messaging

extension ServiceHost {
    /// What the service hears and reads, as JSON. Its handlers do not depend on its settings: those it cannot do
    /// without are made up, and nothing is connected to.
    static func contracts(_ plan: (Settings) throws -> ServicePlan) throws -> String {
        let settings = try Settings(environment: [
            "FILON_DATABASE_URL": "postgresql://localhost/filon", "FILON_AMQP_URL": "amqp://localhost",
        ])
        return String(decoding: try Wire.encode(try plan(settings).handlers.needs()), as: UTF8.self)
    }
}
