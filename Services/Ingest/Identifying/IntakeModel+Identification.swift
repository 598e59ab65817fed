import Contracts
import Foundation
import FrenchBusiness
import Identification

extension IntakeModel {
    /// What a company is looked for by: a change of one of these asks anew.
    static let sought: Set<String> = [
        Column.name, Column.tradeName, Column.postcode, Column.city, Column.naf, Column.website,
    ]

    /// The question who a company without SIREN is, when it entered or changed.
    func question(about company: CompanyRecord) -> IdentificationRequested? {
        let record = company.record
        guard company.siren == nil, !company.isOpposed, !company.isWithdrawn, record.isChanged,
            record.isNew || record.isRevived || !record.changedFields.isDisjoint(with: Self.sought)
        else { return nil }
        let reachable = (contacts[company.id] ?? []).filter { !$0.isOpposed }.map(\.record.fields)
        return IdentificationRequested(company: company.id, record, contacts: reachable)
    }
}

extension IdentificationRequested {
    /// Of the contacts no more goes along than a zone and a domain of the company's own.
    init(company: UUID, _ record: Record, contacts: [Fields]) {
        let fields = record.fields
        let addresses = [fields[Column.website]] + contacts.map { $0[Column.email] }
        self.init(
            companyID: CompanyID(rawValue: company),
            name: fields[Column.name],
            tradeName: fields[Column.tradeName],
            postcode: fields[Column.postcode],
            city: fields[Column.city],
            naf: fields[Column.naf],
            domain: addresses.lazy.compactMap { $0.flatMap { SiteName.domain(of: $0) } }.first,
            phoneZone: contacts.lazy.compactMap { $0[Column.phone].flatMap { PhoneZone.of($0) } }.first,
            version: record.version
        )
    }
}
