"""Who casts a vote in the UN General Assembly: codes of the vote files to one voter code."""

from __future__ import annotations

_PAIRS = (
    "AD:AND AE:ARE AF:AFG AG:ATG AL:ALB AM:ARM AO:AGO AR:ARG AT:AUT AU:AUS AZ:AZE BA:BIH "
    "BB:BRB BD:BGD BE:BEL BF:BFA BG:BGR BH:BHR BI:BDI BJ:BEN BN:BRN BO:BOL BR:BRA BS:BHS "
    "BT:BTN BW:BWA BY:BLR BZ:BLZ CA:CAN CD:COD CF:CAF CG:COG CH:CHE CI:CIV CL:CHL CM:CMR "
    "CN:CHN CO:COL CR:CRI CS:CSK CU:CUB CV:CPV CY:CYP CZ:CZE DD:DDR DE:DEU DJ:DJI DK:DNK "
    "DM:DMA DO:DOM DZ:DZA EC:ECU EE:EST EG:EGY ER:ERI ES:ESP ET:ETH FI:FIN FJ:FJI FM:FSM "
    "FR:FRA GA:GAB GB:GBR GD:GRD GE:GEO GH:GHA GM:GMB GN:GIN GQ:GNQ GR:GRC GT:GTM GW:GNB "
    "GY:GUY HN:HND HR:HRV HT:HTI HU:HUN ID:IDN IE:IRL IL:ISR IN:IND IQ:IRQ IR:IRN IS:ISL "
    "IT:ITA JM:JAM JO:JOR JP:JPN KE:KEN KG:KGZ KH:KHM KI:KIR KM:COM KN:KNA KP:PRK KR:KOR "
    "KW:KWT KZ:KAZ LA:LAO LB:LBN LC:LCA LI:LIE LK:LKA LR:LBR LS:LSO LT:LTU LU:LUX LV:LVA "
    "LY:LBY MA:MAR MC:MCO MD:MDA ME:MNE MG:MDG MH:MHL MK:MKD ML:MLI MM:MMR MN:MNG MR:MRT "
    "MT:MLT MU:MUS MV:MDV MW:MWI MX:MEX MY:MYS MZ:MOZ NA:NAM NE:NER NG:NGA NI:NIC NL:NLD "
    "NO:NOR NP:NPL NR:NRU NZ:NZL OM:OMN PA:PAN PE:PER PG:PNG PH:PHL PK:PAK PL:POL PT:PRT "
    "PW:PLW PY:PRY QA:QAT RO:ROU RU:RUS RW:RWA SA:SAU SB:SLB SC:SYC SD:SDN SE:SWE SG:SGP "
    "SI:SVN SK:SVK SL:SLE SM:SMR SN:SEN SO:SOM SR:SUR SS:SSD ST:STP SV:SLV SY:SYR SZ:SWZ "
    "TD:TCD TG:TGO TH:THA TJ:TJK TL:TLS TM:TKM TN:TUN TO:TON TR:TUR TT:TTO TV:TUV TW:TWN "
    "TZ:TZA UA:UKR UG:UGA US:USA UY:URY UZ:UZB VC:VCT VE:VEN VN:VNM VU:VUT WS:WSM YD:YMD "
    "YE:YEM YU:YUG ZA:ZAF ZM:ZMB ZW:ZWE "
)
VOTER_OF_ISO2 = dict(pair.split(":") for pair in "".join(_PAIRS).split())
"""Two-letter codes of the roll-call file to voter codes: ISO 3166-1 alpha-3, and CSK, DDR, YUG,
YMD for states that ended. TW is the delegation of the Republic of China (to October 1971)."""

VOTER_OF_NAME = {
    "Yemen Arab Republic": "YEM",
    "Federal Republic of Germany": "DEU",
    "Zanzibar": "EAZ",
}
"""Voters to which the roll-call file gives a name but no code."""

YUGOSLAVIA_ENDS = 1992
"""YU is Yugoslavia up to this year and, from its admission in 2000, Serbia (and Montenegro)."""
