// Zones that agree since 1970 are one zone in the tz project's data, told by the city with the
// longest history; some systems compile their files with the separate older histories instead. Kin
// follows the project, so that a moment of 1818 prints alike on every machine (Europe/Stockholm is
// +00:53:28 then, as in Berlin). Names are kept as given: only the rules are looked up elsewhere.

internal enum ZoneMerges {
  /// The name whose rules a name follows: most often its own.
  static func target(of name: String) -> String { targets[name] ?? name }

  private static let targets: [String: String] = {
    var targets: [String: String] = [:]
    for line in table.utf8.split(separator: UInt8(ascii: "\n")) {
      let names = line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
      for name in names.dropFirst() { targets[name] = names.first }
    }
    return targets
  }()

  /// A line per zone: its name, then those that follow it.
  private static let table = """
    Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Conakry Africa/Dakar \
    Africa/Freetown Africa/Lome Africa/Nouakchott Africa/Ouagadougou Africa/Timbuktu \
    Atlantic/Reykjavik Atlantic/St_Helena Iceland
    Africa/Johannesburg Africa/Maseru Africa/Mbabane
    Africa/Lagos Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa \
    Africa/Libreville Africa/Luanda Africa/Malabo Africa/Niamey Africa/Porto-Novo
    Africa/Maputo Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali \
    Africa/Lubumbashi Africa/Lusaka
    Africa/Nairobi Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam \
    Africa/Djibouti Africa/Kampala Africa/Mogadishu Indian/Antananarivo Indian/Comoro \
    Indian/Mayotte
    America/Panama America/Atikokan America/Cayman America/Coral_Harbour
    America/Phoenix America/Creston
    America/Puerto_Rico America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon \
    America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk \
    America/Lower_Princes America/Marigot America/Montserrat America/Port_of_Spain \
    America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas \
    America/St_Vincent America/Tortola
    America/Toronto America/Montreal America/Nassau America/Nipigon America/Thunder_Bay
    Asia/Bangkok Asia/Phnom_Penh Asia/Vientiane Indian/Christmas
    Asia/Dubai Asia/Muscat Indian/Mahe Indian/Reunion
    Asia/Kuching Asia/Brunei
    Asia/Qatar Asia/Bahrain
    Asia/Riyadh Antarctica/Syowa Asia/Aden Asia/Kuwait
    Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin
    Asia/Singapore Asia/Kuala_Lumpur
    Asia/Urumqi Asia/Kashgar
    Asia/Yangon Indian/Cocos
    Europe/Belgrade Europe/Ljubljana Europe/Podgorica Europe/Sarajevo Europe/Skopje Europe/Zagreb
    Europe/Berlin Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Copenhagen Europe/Oslo \
    Europe/Stockholm
    Europe/Brussels Europe/Amsterdam Europe/Luxembourg
    Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye
    Europe/London Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey
    Europe/Paris Europe/Monaco
    Europe/Prague Europe/Bratislava
    Europe/Rome Europe/San_Marino Europe/Vatican
    Europe/Zurich Europe/Busingen Europe/Vaduz
    Indian/Maldives Indian/Kerguelen
    Pacific/Guadalcanal Pacific/Pohnpei Pacific/Ponape
    Pacific/Guam Pacific/Saipan
    Pacific/Pago_Pago Pacific/Midway
    Pacific/Port_Moresby Antarctica/DumontDUrville Pacific/Chuuk Pacific/Truk Pacific/Yap
    Pacific/Tarawa Pacific/Funafuti Pacific/Majuro Pacific/Wake Pacific/Wallis
    """
}
