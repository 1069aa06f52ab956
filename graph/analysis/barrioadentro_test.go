package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// TestBarrioAdentroRules holds the rules of the case that ships against
// accounts of every sort, and near misses. All are invented.
func TestBarrioAdentroRules(t *testing.T) {
	k, err := casefile.Ship("barrio-adentro")
	if err != nil {
		t.Fatal(err)
	}
	profiles := []struct{ handle, name, bio, want string }{
		// Health centres.
		{"cdi_losrosales", "", "", "cdi"},
		{"CDILosRosales2", "", "", "cdi"},
		{"cdilosrosales", "", "", "cdi"},
		{"CDIlosrosales", "Los Rosales", "", "cdi"},
		{"rosales_cdi", "Los Rosales", "Atención 24 horas", "cdi"},
		{"x1", "CDI Los Rosales", "", "cdi"},
		{"x1", "🏥 C.D.I. “Los Rosales” 🇻🇪", "", "cdi"},
		{"x1", "Centro de Diagnóstico Integral Los Rosales", "", "cdi"},
		{"x1", "CENTRO MÉDICO DE DIAGNÓSTICO INTEGRAL", "", "cdi"},
		{"x1", "Centro Diagnostico Integral Rosales", "", "cdi"},
		{"x1", "ASIC Los Rosales - CDI", "", "asic cdi"},
		{"saludrosales", "Salud Rosales", "Cuenta oficial del CDI Los Rosales", "cdi"},
		{"saludrosales", "Salud Rosales", "Somos el Centro de Diagnóstico Integral de Los Rosales", "cdi"},
		{"cdirosales", "Rosales", "Misión Barrio Adentro", "cdi"},
		{"x1", "CDI Dr. José Gregorio", "Misión Médica Cubana", "cdi"},
		{"rosales_cdi", "Salud Rosales", "CDI Los Rosales, municipio Ficticio", "cdi"},
		{"cdirosales", "Rosales", "Médicos cubanos en Ficticio", "cdi"},
		// Not health centres.
		{"DrRosalesCDI", "Dr. Luis Rosales", "Médico cubano en el CDI Los Mangos", ""},
		{"JuanCDI1985", "Juan Carlos D. I.", "Amante del béisbol", ""},
		{"LuisEnElCDI", "Luis", "Paciente del CDI Los Rosales", ""},
		{"CDI_motos", "Repuestos Moto CDI", "Bobinas y arranque", ""},
		{"CDI_Ficticia", "CDI Ficticia", "Colegio de Diseñadores Industriales", ""},
		{"cdi_abandonados", "CDI abandonados", "Denuncias de los CDI cerrados", ""},
		{"cdiaz77", "Carla", "Periodista", ""},
		{"CDiazVE", "C. Díaz", "", ""},
		{"cdibenedetto", "Carlo Di B.", "Medico en Roma", ""},
		{"x1", "Dra. Ana", "Trabajo en el CDI Los Rosales", ""},
		{"x1", "Ana, CDI Los Rosales", "Médica internacionalista", ""},
		{"x1", "CDI", "Comisión Nacional para el Desarrollo de los Pueblos Indígenas", ""},
		{"x1", "CDI Arcoiris", "Centro de Desarrollo Infantil", ""},
		{"x1", "C.D. Independiente", "Club de fútbol", ""},
		{"CDIndependiente", "Club Deportivo Independiente", "", ""},
		{"x1", "CDI", "Club Deportivo Independiente", ""},
		{"cdior_fan", "Christian Dior", "", ""},
		{"x1", "CDI Christian Dior", "", ""},
		{"x1", "CDI Ignition", "Capacitive discharge, motos y carros", ""},
		{"x1", "Un CDI à Paris", "Contrat à durée indéterminée", ""},
		{"x1", "Centro de Diagnóstico Automotriz Integral", "", ""},
		{"x1", "Guadalajara CD", "", ""},
		// Cuba Coopera.
		{"CubaCooperaGTM", "", "", "cubacoopera"},
		{"cubacoopera_xx", "", "", "cubacoopera"},
		{"x1", "Cuba Coopera Angola", "", "cubacoopera"},
		{"x1", "CubaCoopera 🇨🇺", "", "cubacoopera"},
		{"x1", "Brigada Médica Cubana en Haití", "", "brigada-medica cubacoopera"},
		{"x1", "Misión Médica Cubana Zulia", "", "cubacoopera mision-medica"},
		{"bmc_haiti", "BMC Haití", "Médicos cubanos", "brigada-medica cubacoopera"},
		{"bmcuno", "Brigada", "Cuba por la salud", "brigada-medica cubacoopera"},
		{"x1", "Salud sin fronteras", "Cuenta oficial de la Brigada Médica Cubana en Haití", "cubacoopera"},
		{"x1", "Unidad Central de Cooperación Médica", "", "cubacoopera"},
		// Not Cuba Coopera.
		{"NoCubaCoopera", "No es Cuba Coopera", "Denunciamos la esclavitud de las misiones", ""},
		{"fan_cubacoopera", "Fan de Cuba Coopera", "", ""},
		{"x1", "Ana", "Orgullosa de #CubaCoopera", ""},
		{"x1", "Ana #CubaCoopera", "", ""},
		{"x1", "Dra. Ana de Cuba Coopera", "", ""},
		{"x1", "Ana", "Médico de Cuba Coopera en Venezuela", ""},
		{"x1", "Ana", "Brigada Médica Cubana en Haití", ""},
		{"x1", "Cuba Cooperación Francia", "", ""},
		{"bmcracing_fan", "BMC Racing Team", "ciclismo en Cuba", ""},
		{"bmcsoft", "BMC Software", "", ""},
		// The others.
		{"x1", "SRI Los Rosales", "Sala de Rehabilitación Integral", "sri"},
		{"x1", "SRI", "Servicio de Rentas Internas", ""},
		{"x1", "Sri Lanka", "Rehabilitación", ""},
		{"x1", "CAT Los Rosales", "Centro de Alta Tecnología", "cat"},
		{"cat_lover", "Cat", "gatos", ""},
		{"x1", "ASIC Los Rosales", "", "asic"},
		{"x1", "ASIC miner", "bitcoin", ""},
		{"x1", "Consultorio Médico Popular Los Rosales", "", "consultorio"},
		{"barrioadentro_x", "Misión Barrio Adentro", "", "barrio-adentro"},
		{"x1", "Embajada de Cuba en Angola", "", "embajada-cuba"},
		{"EmbaCubaXx", "", "", "embajada-cuba"},
		{"x1", "Ministerio del Poder Popular para la Salud", "", "gobierno-venezuela"},
		{"x1", "Vecina", "Me gusta Cuba", ""},
	}
	b := &builder{}
	for i, tt := range profiles {
		b.account(uint64(i+1), tt.handle, tt.name, tt.bio, "", day(2020, 1, 1))
	}
	c := study(t, b.snapshot(t), k, 1).Classes
	for u, tt := range profiles {
		var got []string
		for _, i := range classesOf(c, int32(u)) {
			got = append(got, k.Classes[i].Key)
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("@%s, %q, %q: got %q, want %q: %+v", tt.handle, tt.name, tt.bio, s, tt.want, c.Labels[u])
		}
	}
}
