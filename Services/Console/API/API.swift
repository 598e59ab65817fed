import Hummingbird
import ServiceKit

/// REST under `/api/v1`.
struct API: Sendable {
    let operations: [Operation]

    init(web: ConsoleWeb) {
        operations =
            UsersAPI(web: web).operations + DepartmentsAPI(web: web).operations + AbsencesAPI(web: web).operations
            + LeadsAPI(web: web).operations + DealsAPI(web: web).operations
    }

    func add(to router: RouterGroup<ServiceRequestContext>) {
        for operation in operations {
            router.on(RouterPath(operation.route), method: operation.method) { request, context in
                let principal = try context.visitor()
                try principal.require(operation.permission)
                return try await operation.run(request, context, principal)
            }
        }
    }
}
