import ContractSupport
import Contracts
import Testing

/// Tests of the tests: a change that would break somebody is planted into the real contract, and has to be found and
/// to be told with the names of who would break.
@Suite struct PlantedBreakTests {
    private static let type = "lead.assigned.v1"

    @Test func aRemovedFieldNamesWhoReadsIt() throws {
        let breaches = try broken { contract in
            contract.schemas[Self.type]?.removeAll { $0.path.hasPrefix("$.reasons") }
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
        let breaches = try broken { contract in
            contract.schemas[Self.type] = contract.schemas[Self.type]?.map { field in
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
        let breaches = try broken { contract in
            contract.schemas["lead.handed.v1"] = contract.schemas.removeValue(forKey: Self.type)
            contract.catalogue["lead.handed.v1"] = contract.catalogue.removeValue(forKey: Self.type)
        }

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
        let breaches = try broken { contract in
            contract.schemas[Self.type] = contract.schemas[Self.type]?.map { field in
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
        let breaches = try broken { contract in
            contract.schemas[Self.type]?.append(MessageField(path: "$.language", kind: .string, isRequired: true))
        }
        #expect(breaches.count == 1)
        #expect(breaches[0].hasPrefix("lead.assigned.v1 $.language joins a published version and must be optional"))
    }

    @Test func anOptionalFieldThatJoinsHarmsNobodyAndWaitsToBeLocked() throws {
        let breaches = try broken { contract in
            contract.schemas[Self.type]?.append(MessageField(path: "$.language", kind: .string, isRequired: false))
        }
        #expect(breaches == ["lead.assigned.v1 $.language is not locked yet; \(Contract.remedy)"])
    }

    @Test func aConsumerThatAsksForMoreThanIsPromisedIsNamed() throws {
        let greedy = ConsumerNeeds.Hearing(
            handler: "tell-more",
            queue: "notifier.in",
            type: Self.type,
            reads: [MessageField(path: "$.card.siren", kind: .siren, isRequired: true)]
        )

        let breaches = try broken { $0.consumers.append(ConsumerNeeds(service: "notifier", hears: [greedy])) }

        #expect(
            breaches == [
                "notifier (tell-more) reads lead.assigned.v1 $.card.siren as siren; the schema lets it be absent"
            ]
        )
    }

    @Test func aHandlerThatIsGoneIsMissed() throws {
        let breaches = try broken { contract in contract.consumers.removeAll { $0.service == "scoring" } }
        #expect(
            breaches.contains(
                "the catalogue says that scoring hears lead.registered.v1, but no handler of its needs does"
            )
        )
    }

    /// What `change` breaks of what was whole before.
    private func broken(_ change: (inout Contract) -> Void) throws -> [String] {
        var contract = try Contract()
        let before = Set(contract.breaches)
        change(&contract)
        return contract.breaches.filter { !before.contains($0) }.map(\.description)
    }
}
