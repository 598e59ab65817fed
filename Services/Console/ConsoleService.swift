import Contracts
import Messaging
import ServiceKit

@main
struct ConsoleService {
    static func main() async {
        await ServiceHost.run(.console) { settings in
            let config = try ConsoleConfig(settings)
            return ServicePlan(
                handlers: handlers,
                schemaVersion: 2,
                settings: Wall.everywhere,
                routes: { router, context in ConsoleWeb(config, context).add(to: router) }
            )
        }
    }

    static var handlers: HandlerRegistry {
        var handlers = HandlerRegistry(.console)
        handlers.hear(RegisterDepartment())
        handlers.hear(RegisterUser())
        handlers.hear(RegisterStage())
        handlers.hear(RegisterAbsence())
        handlers.hear(KeepSignInLink())
        handlers.hear(KeepApiToken())
        handlers.hear(KeepAuditLog())
        handlers.hear(ForgetPerson())
        return handlers
    }
}
