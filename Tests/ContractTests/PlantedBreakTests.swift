import ContractSupport
import Contracts
import Testing

/// Tests of the tests: a change that would break somebody is planted into the real contract, and has to be found and
/// to be told with the names of who would break.
@Suite struct PlantedBreakTests {
    private static let type = "lead.assigned.v1"

    @Test func aRemovedFieldNamesWhoReadsIt() throws {
        let breaches = try broken { schemas in
            schemas[Self.type]?.removeAll { $0.path.hasPrefix("$.reasons") }
        }

        #expect(
            breaches.contains(
                "notifier (tell-lead-assigned) reads lead.assigned.v1 $.reasons as array; "
                    + "the schema no longer has it"
            )
        )
        #expect(
            breaches.contains {
                $0.hasPrefix("lead.assigned.v1 was published with $.reasons as array; the schema no longer has it; ")
                    && $0.contains("read by notifier (tell-lead-assigned).")
            },
            "pipeline-monitor does not read the reasons"
        )
    }

    @Test func aChangedTypeNamesWhoReadsIt() throws {
        let breaches = try broken { schemas in
            schemas[Self.type] = schemas[Self.type]?.map { field in
                field.path == "$.version" ? MessageField(path: field.path, kind: .string, isRequired: true) : field
            }
        }

        for reader in [
            "notifier (tell-lead-assigned)", "pipeline-monitor (pipeline-monitor.follow-assigned)",
        ] {
            #expect(
                breaches.contains("\(reader) reads lead.assigned.v1 $.version as integer; the schema says string")
            )
        }
        #expect(breaches.contains { $0.contains("published with $.version as integer; the schema now says string") })
    }

    @Test func aRenamedEventNamesWhoHearsIt() throws {
        var contract = try Contract()
        contract.schemas["lead.handed.v1"] = contract.schemas.removeValue(forKey: Self.type)
        contract.catalogue["lead.handed.v1"] = contract.catalogue.removeValue(forKey: Self.type)
        let breaches = contract.breaches.map(\.description)

        for reader in [
            "notifier (tell-lead-assigned)", "pipeline-monitor (pipeline-monitor.follow-assigned)",
        ] {
            let breach = breaches.first { $0.hasPrefix("\(reader) hears lead.assigned.v1, which has no schema") }
            #expect(breach?.contains("$.leadID") == true, "\(reader)")
            #expect(breaches.contains("\(reader) hears lead.assigned.v1, which nobody announces"))
        }
        #expect(breaches.contains { $0.hasPrefix("lead.assigned.v1 was published and has no schema any more; read") })
    }

    @Test func aFieldThatMayBeAbsentNamesWhoCannotDoWithout() throws {
        let breaches = try broken { schemas in
            schemas[Self.type] = schemas[Self.type]?.map { field in
                field.path == "$.owner" ? MessageField(path: field.path, kind: field.kind, isRequired: false) : field
            }
        }

        #expect(
            breaches.contains(
                "notifier (tell-lead-assigned) reads lead.assigned.v1 $.owner as uuid; "
                    + "the schema lets it be absent"
            )
        )
    }

    @Test func aFieldThatJoinsMustBeOptional() throws {
        let added = MessageField(path: "$.language", kind: .string, isRequired: true)
        let breaches = try broken { $0[Self.type]?.append(added) }
        #expect(breaches.count == 1)
        #expect(breaches[0].hasPrefix("lead.assigned.v1 $.language joins a published version and must be optional"))

        var contract = try Contract()
        contract.schemas[Self.type]?.append(MessageField(path: "$.language", kind: .string, isRequired: false))
        #expect(contract.breaches.map(\.isNews) == [true], "an optional one waits to be locked")
    }

    @Test func aConsumerThatAsksForMoreThanIsPromisedIsNamed() throws {
        var contract = try Contract()
        let greedy = ConsumerNeeds.Hearing(
            handler: "tell-more",
            queue: "notifier.in",
            type: Self.type,
            reads: [MessageField(path: "$.card.siren", kind: .siren, isRequired: true)]
        )
        contract.consumers.append(ConsumerNeeds(service: "notifier", hears: [greedy]))

        #expect(
            contract.breaches.map(\.description) == [
                "notifier (tell-more) reads lead.assigned.v1 $.card.siren as siren; the schema lets it be absent"
            ]
        )
    }

    @Test func aHandlerThatIsGoneIsMissed() throws {
        var contract = try Contract()
        contract.consumers.removeAll { $0.service == "scoring" }
        #expect(
            contract.breaches.map(\.description).contains(
                "the catalogue says that scoring hears lead.registered.v1, but no handler of its needs does"
            )
        )
    }

    private func broken(_ change: (inout [String: [MessageField]]) -> Void) throws -> [String] {
        var contract = try Contract()
        change(&contract.schemas)
        return contract.breaches.map(\.description)
    }
}
