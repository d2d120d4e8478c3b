// The divisions of China: what lies in what, how they are written, which one is meant.

import Extract
import TestSupport
import Testing

@Suite struct DivisionsTests {
  private let divisions = Divisions.embedded

  private func form(_ text: String) -> DivisionForm? {
    let scalars = text.unicodeScalars.map(\.value)
    return divisions.form(of: scalars.span)
  }

  /// The names of all that a form can mean, each with what it lies in.
  private func meanings(_ text: String) -> [String] {
    guard let form = form(text) else { return [] }
    return divisions.candidates[form.candidates].map { path($0.id) }
  }

  private func path(_ id: DivisionID) -> String {
    guard let parent = divisions.parent(id) else { return divisions.name(id) }
    return path(parent) + "/" + divisions.name(id)
  }

  private func one(_ path: String) -> DivisionID {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let candidates = form(name).map { divisions.candidates[$0.candidates] } ?? []
    guard let found = candidates.first(where: { self.path($0.id) == path }) else {
      Issue.record("no \(path)")
      return DivisionID(0)
    }
    return found.id
  }

  private func choice(_ text: String, _ context: String...) -> String? {
    guard let form = form(text) else { return nil }
    return divisions.resolve(form, context: context.map(one)).map { path($0.id) }
  }

  @Test func everyDivisionReachesAProvinceThroughWiderOnes() {
    #expect(divisions.count > 40_000)
    var levels: [DivisionLevel: Int] = [:]
    for number in 0..<divisions.count {
      let id = DivisionID(number)
      levels[divisions.level(id), default: 0] += 1
      #expect(divisions.level(divisions.province(id)) == .province)
      #expect(divisions.isWithin(id, divisions.province(id)))
      if let parent = divisions.parent(id) {
        #expect(parent < id)
        if divisions.level(id) != .zone, divisions.level(id) != .city {
          #expect(divisions.level(parent) < divisions.level(id), "\(path(id))")
        }
      } else {
        #expect(divisions.level(id) == .province)
      }
    }
    #expect(levels[.province] == 34)
    #expect((levels[.town] ?? 0) > 25_000)
    #expect((levels[.subdistrict] ?? 0) > 8_000)
  }

  @Test func codesNestByPrefix() {
    let district = one("北京市/石景山区")
    #expect(divisions.code(district) == 110_107)
    #expect(divisions.level(district) == .district)
    #expect(divisions.code(one("北京市/石景山区/鲁谷街道")) == 110_107_011)
    #expect(divisions.level(one("河北省/承德市/平泉市")) == .city)
    #expect(divisions.code(one("台湾省/台北市/大安区")) == nil)
    #expect(path(divisions.province(one("海南省/文昌市"))) == "海南省")
  }

  @Test(arguments: [
    ("内蒙古", "内蒙古自治区"), ("新疆", "新疆维吾尔自治区"), ("香港", "香港特别行政区"),
    ("西双版纳", "云南省/西双版纳傣族自治州"), ("西双版纳州", "云南省/西双版纳傣族自治州"),
    ("东乡县", "甘肃省/临夏回族自治州/东乡族自治县"), ("石景山", "北京市/石景山区"),
    ("达茂旗", "内蒙古自治区/包头市/达尔罕茂明安联合旗"), ("雄安", "河北省/雄安新区"),
    ("浦东", "上海市/浦东新区"), ("渝", "重庆市"), ("襄樊", "湖北省/襄樊市"),
    ("北京经开区", "北京市/北京经济技术开发区"), ("神农架", "湖北省/神农架林区"),
    ("基诺山乡", "云南省/西双版纳傣族自治州/景洪市/基诺山基诺族乡"),
  ]) func aShortFormLeadsToItsDivision(short: String, path: String) {
    #expect(meanings(short) == [path])
  }

  @Test func ordinaryWordsAreRiskyAndNamesAreNot() {
    for text in ["和平", "新华", "朝阳", "长安", "东方", "城区", "郊区", "团结镇", "京", "乌镇"] {
      #expect(form(text)?.isRisky == true, "\(text)")
    }
    for text in ["朝阳区", "北京", "石景山", "湖南", "海南", "西双版纳", "和平区", "鲁谷街道"] {
      #expect(form(text)?.isRisky == false, "\(text)")
    }
    #expect(form("首都") == nil)
    #expect(form("市辖区") == nil)
  }

  @Test func oneNameOfManyIsChosenByContext() {
    #expect(choice("朝阳区", "北京市") == "北京市/朝阳区")
    #expect(choice("朝阳区", "北京市/海淀区") == "北京市/朝阳区")
    #expect(choice("朝阳区", "吉林省") == "吉林省/长春市/朝阳区")
    #expect(choice("朝阳", "北京市/海淀区") == "北京市/朝阳区")
    #expect(choice("朝阳", "辽宁省") == "辽宁省/朝阳市")
    #expect(choice("朝阳") == "辽宁省/朝阳市")
    #expect(choice("鼓楼区", "江苏省/南京市/秦淮区", "江苏省") == "江苏省/南京市/鼓楼区")
    #expect(choice("鼓楼区", "江苏省/徐州市") == "江苏省/徐州市/鼓楼区")
    #expect(choice("吉林") == "吉林省")
    #expect(choice("吉林", "吉林省/长春市") == "吉林省")
    #expect(choice("吉林", "吉林省/吉林市/船营区") == "吉林省/吉林市")
    #expect(choice("海南") == "海南省")
    #expect(choice("城关镇", "湖北省/十堰市/房县") == "湖北省/十堰市/房县/城关镇")
  }

  @Test func aChoiceTellsWhetherAnythingSpeaksForIt() {
    func isSupported(_ text: String, _ context: [String]) -> Bool? {
      form(text).flatMap { divisions.resolve($0, context: context.map(one)) }?.isSupported
    }
    #expect(isSupported("石景山", []) == true)
    #expect(isSupported("朝阳区", []) == false)
    #expect(isSupported("朝阳区", ["北京市"]) == true)
    #expect(isSupported("朝阳区", ["广东省"]) == false)
    #expect(isSupported("鼓楼区", ["江苏省"]) == false)
  }

  @Test func formerDivisionsKnowWhatTookTheirPlace() {
    let former = one("北京市/宣武区")
    #expect(divisions.successor(former).map(path) == "北京市/西城区")
    #expect(divisions.successor(one("湖北省/襄樊市")).map(path) == "湖北省/襄阳市")
    #expect(divisions.successor(one("北京市/西城区")) == nil)
    #expect(choice("宁乡", "湖南省/长沙市") == "湖南省/长沙市/宁乡市")
  }

  @Test func divisionsAreFoundInsideOfAText() {
    let text = "北京市石景山区鲁谷街道总工会".unicodeScalars.map(\.value)
    var found: [LexiconMatch] = []
    divisions.lexicon.matches(text.span, at: 0, into: &found)
    #expect(found.map { $0.length } == [2, 3])
    found = []
    divisions.lexicon.matches(text.span, at: 3, into: &found)
    #expect(found.map { $0.length } == [3, 4])
    found = []
    divisions.lexicon.matches(text.span, at: 7, into: &found)
    #expect(found.map { $0.length } == [1, 4])
  }
}
