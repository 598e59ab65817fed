public import Contracts

/// Everything that the two halves of the contract say, as plain values: what is promised and what is relied on.
public struct Contract: Sendable {
    /// Who announces and who hears a type, as the catalogue says.
    public struct Roles: Sendable, Equatable {
        public var announcedBy: [String]
        public var heardBy: [String]

        public init(announcedBy: [String], heardBy: [String]) {
            (self.announcedBy, self.heardBy) = (announcedBy, heardBy)
        }
    }

    public var catalogue: [String: Roles]
    /// What each type's schema promises today.
    public var schemas: [String: [MessageField]]
    /// What it promised when it was published.
    public var published: [String: [MessageField]]
    public var consumers: [ConsumerNeeds]

    public init(
        catalogue: [String: Roles],
        schemas: [String: [MessageField]],
        published: [String: [MessageField]],
        consumers: [ConsumerNeeds]
    ) {
        (self.catalogue, self.schemas, self.published, self.consumers) = (catalogue, schemas, published, consumers)
    }

    /// As the checkout has it.
    public init(_ files: ContractFiles = ContractFiles()) throws {
        let roles = Catalogue.entries.map { entry in
            (entry.type, Roles(announcedBy: entry.announcedBy.map(\.rawValue), heardBy: entry.heardBy.map(\.rawValue)))
        }
        let schemas = try files.names(in: files.schemas).map { type in
            (type, try EventSchema(of: type, in: files.schemas).fields)
        }
        self.init(
            catalogue: Dictionary(roles, uniquingKeysWith: { $1 }),
            schemas: Dictionary(schemas, uniquingKeysWith: { $1 }),
            published: Dictionary(try files.versions().map { ($0.type, $0.fields) }, uniquingKeysWith: { $1 }),
            consumers: try files.consumers()
        )
    }

    /// Why somebody would no longer understand somebody; none while all is well.
    public var breaches: [Breach] { brokenPromises + brokenReaders + silence }
}
