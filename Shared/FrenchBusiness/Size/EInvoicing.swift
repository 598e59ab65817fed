/// When a company must receive and send electronic invoices (loi 2023-1322, article 91; décret 2024-266).
///
/// The law's sizes are those of `SizeThresholds`, so INSEE's category gives each company its date.
public enum EInvoicing {
    /// Every business subject to VAT must be able to receive from 2026-09-01.
    public static let receptionDate = CivilDate(clamping: 20_697)

    /// From when it must send: 2026-09-01 for large and intermediate companies, 2027-09-01 for the small and very
    /// small. Nil when the size is unknown.
    public static func emissionDate(for size: CompanySize) -> CivilDate? {
        switch size {
        case .ge, .eti: receptionDate
        case .pme, .tpe: receptionDate.adding(months: 12)
        case .unknown: nil
        }
    }
}
