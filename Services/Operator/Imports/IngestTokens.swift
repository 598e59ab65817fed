import Contracts
import ServiceKit

/// Tokens for ingest's door: the one of the environment, or one made for the occasion.
enum IngestTokens {
    /// For lists: the environment's, or one of the department's own.
    static func forLists(of department: DepartmentID?, _ context: OperatorContext) async throws -> String {
        guard let department else { return try ofEnvironment(context) }
        try await DepartmentCheck.require(department, context)
        return try await make("filon import", department, source: "liste", opens: nil, context)
    }

    /// For the Sirene universe, which belongs to no department.
    static func forRegistry(_ context: OperatorContext) async throws -> String {
        try await make(
            "filon import sirene",
            DepartmentID(rawValue: "univers"),
            source: "sirene",
            opens: "registry",
            context
        )
    }

    static func ofEnvironment(_ context: OperatorContext) throws -> String {
        try context.settings.text(
            "FILON_INGEST_TOKEN",
            secret: true,
            "ingest's token; `filon token create --kind ingest` makes one"
        )
    }

    private static func make(
        _ name: String,
        _ department: DepartmentID,
        source: String,
        opens: String?,
        _ context: OperatorContext
    ) async throws -> String {
        let secret = Secret()
        let request = IngestTokenRequested(
            actor: "operator",
            name: name,
            department: department,
            source: source,
            ratePerMinute: 6000,
            tokenHash: try await secret.fingerprint(context),
            opens: opens
        )
        try await RequestSender(context: context).send([request])
        return secret.text
    }
}
