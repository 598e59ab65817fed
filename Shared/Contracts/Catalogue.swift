/// Every event type, who announces it and who hears it: the one place that topology, contract tests and the relay
/// read. A type that nobody hears yet has an empty `heardBy`; it is published without `mandatory`.
public enum Catalogue {
    public struct Entry: Sendable {
        public let event: any Event.Type
        public let announcedBy: [ServiceName]
        public let heardBy: [ServiceName]

        public var type: String { event.type }
    }

    /// The exchange that every event is published to: durable, topic; the routing key is the event's type.
    public static let exchange = "evt"

    public static let entries: [Entry] = company + leads + sales + people + telling

    /// A service's queue and the types that are bound to it.
    public struct Queue: Sendable {
        public let service: ServiceName
        public let name: String
        public let types: [String]
    }

    /// Every queue that somebody hears on, so that all of them can stand before the first event is announced.
    public static let queues: [Queue] = ServiceName.allCases.flatMap { service in
        let heard = entries.filter { $0.heardBy.contains(service) }.map(\.type)
        return Dictionary(grouping: heard) { queue(of: service, hearing: $0) }.sorted { $0.key < $1.key }
            .map { Queue(service: service, name: $0.key, types: $0.value.sorted()) }
    }

    /// What the broker itself gives up, for pipeline-monitor to bury; `filon migrate` makes it.
    public static let deadQueue = "dead"

    /// A service has one queue, `<service>.in`, and others for what differs in pace: what waits for enrichment's look
    /// at slow providers must not delay an objection, and a long list without SIRENs must not delay those with.
    public static func queue(of service: ServiceName, hearing type: String) -> String {
        if service == .enrichment, type == IdentificationRequested.type { return "enrichment.identify.in" }
        let looks = [
            CompanyRegistered.type, CompanyUpdated.type, EnrichmentRequested.type, WatchRequested.type,
            SliceRequested.type,
        ]
        return service == .enrichment && looks.contains(type) ? "enrichment.look.in" : service.queue
    }

    /// The queue of each service that hears anything, for what an operator wants rehearsed; no type is bound to it.
    public static let controlQueues: [Queue] = ServiceName.allCases.filter { service in
        entries.contains { $0.heardBy.contains(service) }
    }.map { Queue(service: $0, name: $0.controlQueue, types: []) }

    /// Whether handling `type` may reach outside, so that running it again is felt there: somebody is told once more, a
    /// provider is asked.
    public static func reachesOutside(_ service: ServiceName, hearing type: String) -> Bool {
        switch service {
        case .notifier: ![ObjectionRecorded.type, PersonErased.type].contains(type)
        case .enrichment:
            type == ProviderRequested.type || queue(of: .enrichment, hearing: type) != ServiceName.enrichment.queue
        default: false
        }
    }

    private static let byType = Dictionary(uniqueKeysWithValues: entries.map { ($0.type, $0) })

    /// - Returns: nil for a type this version does not know.
    public static func entry(of type: String) -> Entry? { byType[type] }

    private static let company: [Entry] = [
        Entry(event: CompanySubmitted.self, announcedBy: [.console, .operator], heardBy: [.ingest]),
        Entry(event: CompanyRegistered.self, announcedBy: [.ingest], heardBy: [.enrichment]),
        Entry(event: CompanyUpdated.self, announcedBy: [.ingest], heardBy: [.enrichment]),
        Entry(event: CompanyMerged.self, announcedBy: [.ingest], heardBy: [.scoring, .assignment]),
        Entry(event: CompanyWithdrawn.self, announcedBy: [.ingest], heardBy: [.scoring, .assignment, .notifier]),
        Entry(
            event: CompanyCeased.self,
            announcedBy: [.enrichment],
            heardBy: [.ingest, .scoring, .assignment, .notifier]
        ),
        Entry(event: CompanyEnriched.self, announcedBy: [.enrichment], heardBy: [.ingest, .scoring]),
        Entry(
            event: EnrichmentRequested.self,
            announcedBy: [.console, .operator, .enrichment, .ingest, .assignment],
            heardBy: [.enrichment]
        ),
        Entry(event: TurnoverRequested.self, announcedBy: [.console, .operator], heardBy: [.enrichment]),
        Entry(event: IdentificationRequested.self, announcedBy: [.ingest], heardBy: [.enrichment]),
        Entry(event: IdentificationProposed.self, announcedBy: [.enrichment], heardBy: [.ingest]),
        Entry(event: IdentificationChoiceRequested.self, announcedBy: [.console, .operator], heardBy: [.ingest]),
        Entry(event: WatchRequested.self, announcedBy: [.enrichment], heardBy: [.enrichment]),
        Entry(event: SelectionRequested.self, announcedBy: [.operator], heardBy: [.enrichment]),
        Entry(event: SliceRequested.self, announcedBy: [.enrichment], heardBy: [.enrichment]),
        Entry(event: ProviderRequested.self, announcedBy: [.operator], heardBy: [.enrichment]),
        Entry(event: WaterfallRequested.self, announcedBy: [.operator], heardBy: [.enrichment]),
        Entry(event: BudgetExhausted.self, announcedBy: [.enrichment], heardBy: [.notifier]),
        Entry(event: ImportCompleted.self, announcedBy: [.ingest], heardBy: []),
    ]

    private static let leads: [Entry] = [
        Entry(event: LeadRegistered.self, announcedBy: [.ingest], heardBy: [.scoring, .pipelineMonitor]),
        Entry(event: ContactRegistered.self, announcedBy: [.ingest], heardBy: [.scoring]),
        Entry(event: LeadScored.self, announcedBy: [.scoring], heardBy: [.assignment, .pipelineMonitor]),
        Entry(event: DealScored.self, announcedBy: [.scoring], heardBy: [.pipelineMonitor]),
        Entry(event: ModelTrained.self, announcedBy: [.scoring], heardBy: []),
        Entry(event: ModelRequested.self, announcedBy: [.operator], heardBy: [.scoring]),
        Entry(event: ModelChanged.self, announcedBy: [.scoring], heardBy: []),
        Entry(event: ModelAlarmChanged.self, announcedBy: [.scoring], heardBy: [.notifier]),
        Entry(event: RulesRequested.self, announcedBy: [.console, .operator], heardBy: [.scoring]),
        Entry(event: RulesPublished.self, announcedBy: [.scoring], heardBy: []),
        Entry(event: RulesRefused.self, announcedBy: [.scoring], heardBy: []),
        Entry(event: LeadAssigned.self, announcedBy: [.assignment], heardBy: [.notifier, .pipelineMonitor]),
        Entry(event: LeadReassigned.self, announcedBy: [.assignment], heardBy: [.notifier, .pipelineMonitor]),
        Entry(event: LeadPooled.self, announcedBy: [.assignment], heardBy: [.pipelineMonitor]),
        Entry(event: LeadUnassignable.self, announcedBy: [.assignment], heardBy: [.notifier, .pipelineMonitor]),
    ]

    private static let sales: [Entry] = [
        Entry(
            event: ActivityLogged.self,
            announcedBy: [.console],
            heardBy: [.ingest, .scoring, .assignment, .pipelineMonitor]
        ),
        Entry(
            event: OpportunityCreated.self,
            announcedBy: [.console],
            heardBy: [.scoring, .assignment, .pipelineMonitor]
        ),
        Entry(event: OpportunityUpdated.self, announcedBy: [.console], heardBy: [.scoring, .pipelineMonitor]),
        Entry(
            event: OpportunityMoved.self,
            announcedBy: [.console],
            heardBy: [.scoring, .assignment, .pipelineMonitor]
        ),
        Entry(
            event: OpportunityWon.self,
            announcedBy: [.console],
            heardBy: [.ingest, .scoring, .assignment, .pipelineMonitor, .notifier]
        ),
        Entry(
            event: OpportunityLost.self,
            announcedBy: [.console],
            heardBy: [.scoring, .assignment, .pipelineMonitor]
        ),
        Entry(event: DealStuck.self, announcedBy: [.pipelineMonitor], heardBy: [.notifier]),
        Entry(event: KPIAlertRaised.self, announcedBy: [.pipelineMonitor], heardBy: [.notifier]),
        Entry(event: ReportPublished.self, announcedBy: [.pipelineMonitor], heardBy: [.notifier]),
    ]

    private static let people: [Entry] = [
        Entry(event: UserRequested.self, announcedBy: [.operator], heardBy: [.console]),
        Entry(event: DepartmentRequested.self, announcedBy: [.operator], heardBy: [.console]),
        Entry(event: LeadStageRequested.self, announcedBy: [.operator], heardBy: [.console]),
        Entry(event: AbsenceRequested.self, announcedBy: [.operator], heardBy: [.console]),
        Entry(event: SignInLinkRequested.self, announcedBy: [.operator], heardBy: [.console]),
        Entry(event: ApiTokenRequested.self, announcedBy: [.operator], heardBy: [.console]),
        Entry(event: IngestTokenRequested.self, announcedBy: [.operator], heardBy: [.ingest]),
        Entry(event: RequestDone.self, announcedBy: [.console, .ingest, .enrichment, .scoring], heardBy: []),
        Entry(event: RequestRefused.self, announcedBy: [.console, .ingest, .enrichment, .scoring], heardBy: []),
        Entry(event: UserChanged.self, announcedBy: [.console], heardBy: [.assignment]),
        Entry(event: DepartmentChanged.self, announcedBy: [.console], heardBy: []),
        Entry(event: AbsenceDeclared.self, announcedBy: [.console], heardBy: [.assignment]),
        Entry(event: AbsenceCancelled.self, announcedBy: [.console], heardBy: [.assignment]),
        Entry(
            event: AuditRecorded.self,
            announcedBy: [.console, .operator, .ingest, .scoring],
            heardBy: [.console]
        ),
    ]

    private static let telling: [Entry] = [
        Entry(event: NotificationRequested.self, announcedBy: [.console, .operator], heardBy: [.notifier]),
        Entry(event: NotificationDelivered.self, announcedBy: [.notifier], heardBy: []),
        Entry(event: NotificationFailed.self, announcedBy: [.notifier], heardBy: []),
        Entry(
            event: ObjectionRecorded.self,
            announcedBy: [.console, .operator, .notifier],
            heardBy: [.ingest, .enrichment, .scoring, .assignment, .notifier]
        ),
        Entry(
            event: PersonErased.self,
            announcedBy: [.console, .operator, .ingest],
            heardBy: [.ingest, .enrichment, .scoring, .assignment, .console, .notifier, .pipelineMonitor]
        ),
    ]
}
