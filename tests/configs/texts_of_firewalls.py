"""Configurations for the tests of this directory, every one written for the test."""

SRX = """\
set version 15.1X49-D170
set system host-name branch-srx
set interfaces ge-0/0/0 unit 0 family inet address 198.51.100.10/24
set interfaces st0 unit 0 family inet
set security ike proposal P1 authentication-method pre-shared-keys
set security ike proposal P1 dh-group group5
set security ike proposal P1 authentication-algorithm sha1
set security ike proposal P1 encryption-algorithm aes-256-cbc
set security ike proposal P1 lifetime-seconds 28800
set security ike policy IKE-POL mode main
set security ike policy IKE-POL proposals P1
set security ike policy IKE-POL pre-shared-key ascii-text "Winter-Key-7"
set security ike gateway GW-HQ ike-policy IKE-POL
set security ike gateway GW-HQ address 203.0.113.20
set security ike gateway GW-HQ dead-peer-detection interval 10
set security ike gateway GW-HQ external-interface ge-0/0/0.0
set security ipsec proposal P2 protocol esp
set security ipsec proposal P2 authentication-algorithm hmac-sha-256-128
set security ipsec proposal P2 encryption-algorithm aes-256-cbc
set security ipsec proposal P2 lifetime-seconds 3600
set security ipsec policy IPSEC-POL perfect-forward-secrecy keys group5
set security ipsec policy IPSEC-POL proposals P2
set security ipsec vpn VPN-HQ bind-interface st0.0
set security ipsec vpn VPN-HQ ike gateway GW-HQ
set security ipsec vpn VPN-HQ ike proxy-identity local 10.61.0.0/24
set security ipsec vpn VPN-HQ ike proxy-identity remote 10.20.0.0/16
set security ipsec vpn VPN-HQ ike ipsec-policy IPSEC-POL
set security ipsec vpn VPN-HQ establish-tunnels immediately
"""

SRX_BRACES = """\
user@branch-srx> show configuration
version 15.1X49-D170;
system {
    host-name branch-srx;
}
interfaces {
    ge-0/0/0 {
        unit 0 {
            family inet {
                address 198.51.100.10/24;
            }
        }
    }
}
security {
    ike {
        proposal P1 {
            authentication-method pre-shared-keys;
            dh-group group5;
            authentication-algorithm sha1;
            encryption-algorithm aes-256-cbc;
            lifetime-seconds 28800;
        }
        policy IKE-POL {
            mode main;
            proposals P1;
            pre-shared-key ascii-text "Winter-Key-7"; ## SECRET-DATA
        }
        gateway GW-HQ {
            ike-policy IKE-POL;
            address 203.0.113.20;
            dead-peer-detection {
                interval 10;
            }
            external-interface ge-0/0/0.0;
        }
    }
    ipsec {
        proposal P2 {
            protocol esp;
            authentication-algorithm hmac-sha-256-128;
            encryption-algorithm aes-256-cbc;
            lifetime-seconds 3600;
        }
        policy IPSEC-POL {
            perfect-forward-secrecy {
                keys group5;
            }
            proposals P2;
        }
        vpn VPN-HQ {
            bind-interface st0.0;
            ike {
                gateway GW-HQ;
                proxy-identity {
                    local 10.61.0.0/24;
                    remote 10.20.0.0/16;
                }
                ipsec-policy IPSEC-POL;
            }
            establish-tunnels immediately;
        }
    }
}
"""

ASA = """\
ASA Version 9.8(4)
hostname hq-asa
interface GigabitEthernet0/0
 nameif outside
 ip address 203.0.113.20 255.255.255.0
access-list L2L extended permit ip 10.20.0.0 255.255.0.0 10.61.0.0 255.255.255.0
crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha256-hmac
crypto map OUT 10 match address L2L
crypto map OUT 10 set pfs group5
crypto map OUT 10 set peer 198.51.100.10
crypto map OUT 10 set ikev1 transform-set TS
crypto map OUT 10 set security-association lifetime seconds 3600
crypto map OUT interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 5
 lifetime 28800
tunnel-group 198.51.100.10 type ipsec-l2l
tunnel-group 198.51.100.10 ipsec-attributes
 ikev1 pre-shared-key Winter-Key-7
"""

PAN = """\
set deviceconfig system hostname edge-pa
set network interface ethernet ethernet1/1 layer3 ip 192.0.2.33/28
set network ike crypto-profiles ike-crypto-profiles IKE-AES dh-group [ group14 ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES hash [ sha256 ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES encryption [ aes-256-cbc ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES lifetime hours 8
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES esp encryption [ aes-128-cbc ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES esp authentication [ sha256 ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES dh-group group14
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES lifetime hours 1
set network ike gateway GW-LINUX authentication pre-shared-key key Harbour-Key-3
set network ike gateway GW-LINUX protocol ikev1 dpd enable yes
set network ike gateway GW-LINUX protocol ikev2 dpd enable yes
set network ike gateway GW-LINUX protocol ikev2 ike-crypto-profile IKE-AES
set network ike gateway GW-LINUX protocol version ikev2
set network ike gateway GW-LINUX protocol-common nat-traversal enable yes
set network ike gateway GW-LINUX local-address interface ethernet1/1
set network ike gateway GW-LINUX local-address ip 192.0.2.33/28
set network ike gateway GW-LINUX peer-address ip 203.0.113.77
set network ike gateway GW-LINUX local-id type fqdn
set network ike gateway GW-LINUX local-id id edge.example.net
set network ike gateway GW-LINUX peer-id type fqdn
set network ike gateway GW-LINUX peer-id id linux.example.net
set network tunnel ipsec TUN-LINUX auto-key ike-gateway GW-LINUX
set network tunnel ipsec TUN-LINUX auto-key proxy-id P1 local 10.70.0.0/16 remote 10.80.4.0/24 protocol any
set network tunnel ipsec TUN-LINUX auto-key ipsec-crypto-profile ESP-AES
set network tunnel ipsec TUN-LINUX tunnel-interface tunnel.7
"""

MIKROTIK = """\
# 2026-02-03 08:00:00 by RouterOS 7.12
/ip ipsec profile
add dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 lifetime=8h \\
    name=to-linux
/ip ipsec peer
add address=203.0.113.90/32 exchange-mode=ike2 local-address=198.51.100.61 \\
    name=linux profile=to-linux
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1h name=esp-linux \\
    pfs-group=modp2048
/ip address
add address=198.51.100.61/24 interface=ether1 network=198.51.100.0
/ip ipsec identity
add peer=linux secret="Meadow Key 5"
/ip ipsec policy
set 0 disabled=yes
add dst-address=10.90.0.0/24 peer=linux proposal=esp-linux src-address=\\
    10.88.0.0/24 tunnel=yes
/system identity
set name=barn-router
"""

SWAN_OF_MIKROTIK = """\
connections {
  barn {
    version = 2
    local_addrs = 203.0.113.90
    remote_addrs = 198.51.100.61
    proposals = aes256-sha256-modp2048
    reauth_time = 28800s
    local {
      auth = psk
      id = 203.0.113.90
    }
    remote {
      auth = psk
      id = 198.51.100.61
    }
    children {
      lan {
        local_ts = 10.90.0.0/24
        remote_ts = 10.88.0.0/24
        esp_proposals = aes256-sha256-modp2048
        life_time = 3600s
      }
    }
  }
}
secrets {
  ike-barn {
    secret = "Meadow Key 5"
  }
}
"""
