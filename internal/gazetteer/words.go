package gazetteer

import "strings"

// The lists below are of folded words, as scan yields them.

// lightWords say nothing of which place is meant: beside them a name still
// stands by itself ("vivo en Coro", "Trinidad, mi ciudad").
const lightWords = `
a al and au aqui alla at area bella bellas bello bonita bonito capital centro ciudad city comunidad con condado county country cd cdad
de del departamento depto desde distrito dpto dtto e edo el en estado este et eterna eterno from gran grande greater hacia hermosa hermoso
hoy i im in is isla islas la las libre linda lindo live living lo local located location los mcpio me mi mis mun municipio my nacida nacido
natural near nativa nativo norte nuestra nuestro o oeste of oriental orgullosa orgullosamente orgulloso orgullosisima pais para parroquia
parte patria por prov provincia pueblo querida querido region rep republica residente residenciada residenciado resido salvaje siempre
sector socialista soberana soberano somos soy state sur the tierra town tu u ubicada ubicado un una urb urbanizacion viva vive viviendo vivo y zona
muy 100 full based nacimiento barrio estamos estoy orgullo born raised nace naci vivimos mas pero but aunque`

// commonWords are places that are words first: they never place a text by themselves.
const commonWords = `
activo agua alturas amor angostura antilla arenas arriba argentine bar batalla bella bello blanca calderas campo candelaria
central centro cerro charlotte ciudad colina colonia condado cordero corona cruz cruces delicias democracia
dolores encontrados encrucijada esmeralda esperanza federacion felicidad florencia fomento fuerza garcia gaspar general gil gloria gomez diaz
hogar imperial independencia infante isla jimenez julio justo lander libertad libertador limonar linda llano luz madison magdalena
male marino mariel martinez mella mesa mi minas mobile monte montes mora nice norte nueva obispos of ocho oral orange oriente
ortiz palma paradise pardo paz pena pereira perico petit pilar pilon playa plaza portal pregonero primavera progreso pueblo pueblo-nuevo
reading real regla remedios rubio salida salto salud samara santa santo santos sari sierra silva sol soledad
sosa split sur temblador torres tula una union unity valdez valle van vertientes victoria villa zea
la-esperanza nuevo-mundo san santa-fe el-progreso el-porvenir buenavista buena-vista el-centro el-valle el-pilar
la-trinidad el-paraiso las-flores hercules joaquin jorge tigre vista tropical dos-caminos tierra-blanca`

// sharedNames are well known in several countries to those who write Spanish,
// so the largest place of the name never decides.
const sharedNames = `
bolivar sucre miranda amazonas santiago trujillo valencia merida barcelona cordoba granada cartagena leon guadalupe
san-jose san-juan san-cristobal san-francisco san-miguel san-antonio san-carlos san-felipe san-fernando san-luis san-pablo san-pedro san-martin
santa-ana santa-barbara santa-cruz santa-elena santa-rosa santa-maria la-union la-victoria la-libertad
victoria concepcion cuenca guayana georgia georgetown congo corea korea islas-virgenes virgin-islands saint-martin st-martin
colon trinidad moron manzanillo cardenas rio-negro la-rioja misiones toledo salamanca ciudad-real santo-tomas
esequibo el-esequibo guayana-esequiba distrito-federal washington asuncion lagunillas palmira guajira la-guajira
san-diego la-vega limon zamora rosario carolina santander guayabal puerto-real
portuguesa altamira miraflores villanueva villa-nueva jerez ayacucho junin independencia libertador la-florida dc d-c`

// personNames are units named after people: in a longer phrase they are the
// person ("hijos de Bolívar", "Simón Bolívar").
const personNames = `
bolivar sucre miranda falcon lara vargas monagas anzoategui colon guerrero hidalgo morelos santander cortes washington lincoln
madison jackson caldas narino cesar magdalena victoria delaware virginia carolina israel portuguesa cauca atlantico salta corrientes misiones bahia margarita granma`

// wordCountries are countries, and a city, whose name is a word or a person's name first:
// they count only where nothing else stands in the phrase ("en reunión" is a meeting).
const wordCountries = `reunion mauricio catar chad jordan jersey turkey montserrat porto`

// givenNames before a unit named after a person make it that person.
const givenNames = `
simon antonio jose francisco juan tadeo maria luis crisostomo gregorio rafael andres eloy pedro jacinto cristobal rosa ezequiel gral general
mariscal libertador generalisimo dr doctor dra hospital plaza avenida av liceo escuela universidad plan ejercito movimiento frente doctora
hijos hijo hija hijas jesus manuel carlos miguel felipe domingo vicente diego teresa ana domingo`

// distance before a name keeps it away: "fuera de Cuba", "far from Caracas".
const distance = `fuera lejos outside far except excepto menos afuera not millas miles km kilometros leguas`

// abroad are words beside a people that keep its country away: "Venezuelan abroad".
const abroad = `abroad exterior exilio exile exiliado exiliada diaspora`

// wordCodes are codes of countries and states that are also words or slogans
// ("CUBA, SI"); after a comma they count only if another name agrees.
const wordCodes = `
AL AM AN AND ARE AS AT BE CAN CHE COM DE DO EN ES FIN GO HI IN IS IT LA MA MAR ME MI MY NO OK OR PA PAN PER SE SI SO SOM SUR TO TON TU YE`

// stateCodes are codes of states that after a comma are read as the state, by
// the custom of writing "town, state", though a country has the same code. Codes that the people of the country
// write too (CO, AR, PA, IL, DE) stay open; CA is California unless the place before it may be in Canada.
const stateCodes = `AZ GA KY MD MN MO MS NC NE SC SD TN VA`

// unitKinds are the words before a name that say what kind of unit it is.
var unitKinds = map[string]byte{
	"edo": 'e', "estado": 'e', "est": 'e', "state": 'e', "provincia": 'p', "prov": 'p', "province": 'p',
	"departamento": 'd', "dpto": 'd', "depto": 'd', "region": 'r', "municipio": 'm', "mcpio": 'm', "mun": 'm', "parroquia": 'q',
}

// set makes a lookup of a list of words; a hyphen stands for the space in a name.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[strings.ReplaceAll(w, "-", " ")] = true
	}
	return m
}
